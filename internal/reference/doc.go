// Package reference executes the contract (docs/semantics.md) naively from the
// IR. It is the judge of both backends, so it is written to be obviously right
// and nothing else: events are admitted one by one, sums are taken with
// math/big, expressions are evaluated by walking the tree. It shares no code
// with runtime/ beyond the value type.
//
// The only concession to speed is that the admitted events of an entity are
// sorted once per feature, so that the events of a window lie together and are
// found by bisection.
package reference
