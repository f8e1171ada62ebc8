"""What travels as text: parameters, headers, forms and plain text.

A schema describes values, but a URL, a header or a form carries texts. So two schemas are compared by the texts that
they accept: a text is accepted where the schema accepts one of the values that the text can be read as.

- As a string, every text is itself. A number or a boolean is read from what JSON writes for it, and by some servers
  from more: FastAPI reads ` 01 ` as 1 and `on` as true. Such a reading may happen or not, and so it proves nothing:
  a change is no break only where all readers agree, and breaking only where all readers refuse.
- null has no text: a client leaves the parameter or the field out.
- Where a name may be repeated (style `form` with `explode`, fields of forms), a value is a list of texts. One text is
  a single value, or an array of one item; several are an array. An array of no items cannot be sent.
- Elsewhere an array is one text with delimiters. Some servers read that text as it is: so a string takes it where it
  takes every text, and nothing is proven there against another string.
- An object is one text or several for each property (`form` with `explode`, `deepObject`, forms). In a multipart form
  a string in a binary format is a file, and no text.

`carriers` writes values as texts, and shows them as they stand in a URL, a header or a form; `readings` reads texts,
and asks the jsonschema library for each reading. `rewriting` makes schemas for the engine whose inclusion proves that
texts are included. `serializations` brings all of it together for each way in which values travel.
"""
