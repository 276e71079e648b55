"""What is in an archive, for whom, and that it is the same bytes whenever it is made."""

from pathlib import Path

from tests.salesgenix.exports.scene import CARLA, DORA, exported, of_carla, populate
from tests.salesgenix.people import World

ORDER = [
    "manifest.json",
    "manifest.sig",
    "checkpoint",
    "checkpoints.jsonl",
    "records.jsonl",
    "proofs.jsonl",
    "consistency.jsonl",
    "payloads.jsonl",
    "decisions.csv",
    "data.json",
    "summary.html",
    "schemas/record.schema.json",
    "schemas/manifest.schema.json",
    "schemas/payload.schema.json",
    "schemas/data.schema.json",
    "README.txt",
]


def test_a_person_gets_their_decisions_and_nothing_of_a_neighbour(
    each_world: World, tmp_path: Path
) -> None:
    """Exactly the decisions about Carla, her words in the clear, and none of Dora's values in any
    file or opened payload.
    """
    populate(each_world)
    archive = exported(each_world, of_carla(each_world), tmp_path / "exports")
    assert archive.zip.namelist() == ORDER
    records = archive.lines("records.jsonl")
    assert {record["subject_ref"] for record in records} == {str(each_world.carla_ref)}
    assert [record["type"] for record in records] == ["tool.called", "action.denied"]
    everything = archive.everything()
    assert all(value.encode() in everything for value in CARLA)
    assert not [value for value in DORA if value.encode() in everything]
    assert b"Quist" not in everything
