"""The matrix shows each documented status and input that never occurred."""

from contracts.promises.matrix import Matrix

DOCUMENT = {
    "paths": {
        "/things/{id}": {
            "put": {
                "parameters": [{"name": "id"}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}},
                "responses": {"200": {}, "404": {}},
            }
        }
    },
    "components": {"schemas": {"Thing": {"properties": {"name": {}}}}},
}


def test_what_was_never_seen_is_a_hole() -> None:
    matrix = Matrix(DOCUMENT)
    matrix.see("PUT /things/{id}", 404, ["id"])
    assert matrix.holes() == [
        "PUT /things/{id}: never answered 200",
        "PUT /things/{id}: never had a success",
        "PUT /things/{id}: never got name",
    ]


def test_what_was_seen_is_counted_and_no_hole() -> None:
    matrix = Matrix(DOCUMENT)
    for status in (200, 200, 404, 405):
        matrix.see("PUT /things/{id}", status, ["id", "name"])
    assert matrix.holes() == []
    assert [line.split() for line in matrix.lines()] == [["200", "404", "405"], ["PUT", "/things/{id}", "2", "1", "1"]]


def test_a_run_without_answers_has_no_table() -> None:
    assert list(Matrix(DOCUMENT).lines()) == []
