"""Values that are sent as text: parameters, headers, forms and plain text.

A schema describes values, but a URL, a header or a form contains texts. So two schemas are compared by the texts that
they accept: a text is accepted if the schema accepts one of the values that the text can be parsed as.

- As a string, every text is parsed as itself. All servers parse a number or a boolean from its JSON text; some servers
  parse more: FastAPI parses ` 01 ` as 1 and `on` as true. Such a reading is not certain, so it proves nothing: a change
  is compatible only if all servers accept the texts, and breaking only if all servers refuse one.
- null has no text: a client omits the parameter or the field.
- If a name may be repeated (style `form` with `explode`, fields of forms), a value is a list of texts. One text is a
  single value, or an array of one item; several texts are an array. An empty array cannot be sent.
- Otherwise an array is one text with delimiters. Some servers parse that text as a string: a string schema accepts it
  if it accepts every text. For any other string schema, nothing is proven.
- An object is one text, or several texts for each property (`form` with `explode`, `deepObject`, forms). In a multipart
  form, a string in a binary format is a file and not a text.

`carriers` serializes values, and shows them as they are in a URL, a header or a form. `readings` parses texts, and
validates each reading with the jsonschema library. `rewriting` makes schemas of values such that their inclusion proves
the inclusion of texts. `serializations` combines these for each way to serialize values.
"""
