package jsonio

import (
	"fmt"
	"testing"

	"github.com/featc-lang/featc/runtime/registry"
	"github.com/featc-lang/featc/runtime/value"
)

// Of a field that is there twice the first counts, however many columns there are.
func TestFirstOfTwoCounts(t *testing.T) {
	columns := make([]registry.Column, 70)
	for i := range columns {
		columns[i] = registry.Column{Name: fmt.Sprint("c", i), Kind: value.Int64, Nullable: true}
	}
	wide := registry.NewSource("wide", columns, nil)
	row, err := Row(`{"c0":1,"c69":2,"c0":"x","c69":"x"}`, 0, wide, nil)
	if err != nil || row[0] != value.OfInt64(1) || row[69] != value.OfInt64(2) {
		t.Errorf("%v, %v", row, err)
	}
	rows, err := Columns(`{"c0":[1,null],"c69":[2,3],"c0":["x",5],"c69":[[],{}]}`, wide, 2, nil)
	if err != nil || rows[0][0] != value.OfInt64(1) || !rows[1][0].IsNull() || rows[1][69] != value.OfInt64(3) {
		t.Errorf("%v, %v", rows, err)
	}
	if _, err := Columns(`{"c0":[1,2],"c0":[1]}`, wide, 2, nil); err == nil || err.Error() != "columns c0 and c0 differ in length" {
		t.Errorf("%v", err)
	}
	if rows, err := Columns(`{"":[1],"c0":[2]}`, wide, 1, nil); err != nil || len(rows) != 1 || rows[0][0] != value.OfInt64(2) {
		t.Errorf("a column without a name: %v, %v", rows, err)
	}
}
