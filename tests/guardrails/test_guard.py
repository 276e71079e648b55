from guardrails import Guard, Vault


def test_a_message_is_stored_without_secrets_and_read_without_values(guard: Guard):
    """Cards and passwords are gone for good; the rest is a token with a way back."""
    vault = Vault()
    inbound = guard.inbound(
        "I'm Carla Jensen, carla (at) acme dot example. Card 4111 1111 1111 1111, password: hunter2!",
        vault=vault,
    )
    assert inbound.stored == (
        "I'm Carla Jensen, carla (at) acme dot example. Card [card ending 1111], "
        "password: [secret removed]"
    )
    assert inbound.model == (
        "I'm <<PERSON_1>>, <<EMAIL_1>>. Card [card ending 1111], password: [secret removed]"
    )
    assert inbound.signals == {"card", "secret"}
    assert vault.resolve("<<EMAIL_1>>") == "carla@acme.example"


def test_a_reply_gives_a_prospect_their_own_values_and_nobody_elses(guard: Guard):
    """Own tokens are restored; unknown tokens and raw addresses are taken out."""
    vault = Vault()
    guard.inbound("I'm Carla Jensen, carla@acme.example", vault=vault)
    reply = guard.outbound(
        "Thanks, <<PERSON_1>>! We write to <<EMAIL_1>>, not to <<EMAIL_7>> or bob@other.example.",
        vault=vault,
    )
    assert reply.text == (
        "Thanks, Carla Jensen! We write to carla@acme.example, not to [removed] or [removed]."
    )
    assert reply.verdict.result == "block"
