"""The first path: a prospect's message, from the widget's address to the reply in the stream."""

from tests.journeys.company import Company, answered


def test_a_question_is_answered_from_the_companys_own_pages(company: Company) -> None:
    """Disclosure first; the exact figure with its source; streamed before it stands; recorded."""
    with company.prospect() as carla:
        with carla.stream(after=1) as stream:
            sent = carla.write("What does the Team plan cost?")
            frames = stream.until("message", "agent")
        log = carla.log()
    assert sent.status_code == 202
    assert [event["seq"] for event in log] == [1, 2, 3]
    assert "AI assistant" in log[0]["payload"]["text"]
    reply = log[-1]["payload"]
    assert "39 EUR" in reply["text"]
    assert reply["sources"][0]["title"] == "Pricing"
    streamed = "".join(data["text"] for _, kind, data in frames if kind == "delta")
    assert streamed == reply["text"]
    types = [card.type for card in company.decisions()]
    for needed in ("ai.disclosed", "guardrail.passed", "model.called", "tool.called", "reply.sent"):
        assert needed in types


def test_a_prospect_is_booked_over_http(company: Company) -> None:
    """Price, objection, a time, a slot by its button, name and mail: booked, one gap-free log."""
    with company.prospect() as carla:
        for text in ("What does it cost?", "That is too expensive"):
            carla.write(text)
            answered(carla)
        carla.write("Can we meet on Thursday afternoon?")
        (proposed,) = [event for event in answered(carla) if event["kind"] == "booking.proposed"]
        slot = proposed["payload"]["slots"][0]
        carla.write(slot["label"], choice={"slot": slot["id"]})
        answered(carla)
        carla.write("Carla Moreno, carla@lumen.example")
        log = answered(carla)
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    (booked,) = [event for event in log if event["kind"] == "booking.confirmed"]
    assert booked["payload"]["starts_at"] == slot["starts_at"]
    assert "carla@lumen.example" in log[-1]["payload"]["text"]
