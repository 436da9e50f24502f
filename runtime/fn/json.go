package fn

import "github.com/featc-lang/featc/runtime/jsontext"

// find returns what a path leads to in a document; ok is false where that is not
// JSON.
func find(a Text, path string) (v jsontext.Value, ok bool) {
	if !a.Valid || !jsontext.Valid(a.V) {
		return "", false
	}
	return jsontext.Document(a.V).Find(path), true
}

// JSONText returns the string, number, true or false that a path leads to in the
// JSON of a: the characters of a string, others as they are written.
func JSONText(a Text, path string) Text {
	v, _ := find(a, path)
	return written(v.IsScalar(), v.Text)
}

// JSONLength returns how many elements the array has that a path leads to.
func JSONLength(a Text, path string) Int {
	v, _ := find(a, path)
	n := int64(0)
	for range v.Elements {
		n++
	}
	return checked(n, v.IsArray())
}

// JSONHas returns whether a path leads to a value, null included.
func JSONHas(a Text, path string) Bool {
	v, ok := find(a, path)
	return checked(v != "", ok)
}
