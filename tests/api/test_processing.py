"""The owner's record of processing, as the law asks for it."""


def test_the_owner_reads_what_is_processed_and_a_rep_does_not(office, visit) -> None:
    """Each kind of data with purpose, ground, period and recipients; the places beside the tables;
    nobody's data in it.
    """
    office.thread("Carla Moreno")
    record = visit(office.ana).get("/v1/privacy/processing").json()
    assert record["controller"]["company"] == "Lumen Freight"
    by_table = {one["table"]: one for one in record["activities"]}
    assert by_table["lead"]["rows"] == 1
    assert by_table["lead"]["sealed"] == ["company", "email", "name", "phone", "position"]
    assert by_table["delivery"]["recipients"] == ["mail"]
    assert {"keys", "exports", "mail", "backups"} <= {one["store"] for one in record["stores"]}
    assert "Carla" not in str(record)
    assert visit(office.ben).get("/v1/privacy/processing").status_code == 403
