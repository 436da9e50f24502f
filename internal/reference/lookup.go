package reference

import (
	"slices"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/runtime/value"
)

// lookup returns a column of the version of a table's row that an event sees:
// the newest one up to the event's time of those that had arrived when the
// event did. It is null where there is none, or where that says that the row is
// deleted.
func (r *run) lookup(ref *ir.LookupRef, e *event) value.Value {
	values, all := make([]value.Value, len(ref.Key)), make([]int, len(ref.Key))
	for i, k := range ref.Key {
		values[i], all[i] = r.evalRow(k, e, new(int)), i
	}
	key, ok := entityKey(values, all)
	if !ok {
		return value.Null
	}
	var seen *event
	for _, v := range r.versions(ref.Table)[key] { // oldest first
		if v.time <= e.time && v.arrival <= e.arrival {
			seen = v
		}
	}
	deleted := ref.Table.Table.Deleted
	if seen == nil || deleted != ir.None && isTrue(seen.row[deleted]) {
		return value.Null
	}
	return seen.row[ref.Index]
}

// versions returns the versions of a table's rows by key, in the order in which
// they count as newer: time, sequence, then the whole row.
func (r *run) versions(t *ir.Source) map[string][]*event {
	if byKey, ok := r.tables[t]; ok {
		return byKey
	}
	byKey := map[string][]*event{}
	for i, row := range r.events[t] {
		key, ok := entityKey(row, t.Table.Key)
		if ok && !row[t.Time].IsNull() {
			byKey[key] = append(byKey[key], newEvent(t, i, row))
		}
	}
	for _, versions := range byKey {
		slices.SortFunc(versions, func(a, b *event) int { return compareVersions(t, a, b) })
	}
	r.tables[t] = byKey
	return byKey
}

func compareVersions(t *ir.Source, a, b *event) int {
	if c := compareTime(t, a, b); c != 0 {
		return c
	}
	for i := range t.Columns {
		if c := compareNullsFirst(a.row[i], b.row[i]); c != 0 {
			return c
		}
	}
	return 0
}
