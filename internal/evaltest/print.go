package evaltest

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/engine"
	"github.com/featc-lang/featc/runtime/value"
)

// Format writes a program, events, labels and what the columns of the set at
// the given indices must be (per label) as a script that Parse reads back.
// Strings must not hold quotes or line breaks; columns have no epoch.
func Format(program string, in *engine.Input, columns []int, want [][]value.Value) string {
	var out strings.Builder
	out.WriteString("feat\n")
	for line := range strings.Lines(program) {
		out.WriteString("  " + line)
	}
	out.WriteString("\ncase\n")
	for _, e := range in.Events {
		if len(e.Rows) == 0 {
			continue
		}
		fmt.Fprintf(&out, "load %s\n", e.Source.Name)
		writeTable(&out, names(e.Source.Columns), len(e.Rows), func(i int) []string {
			return cells(e.Source.Columns, e.Rows[i])
		})
	}
	fmt.Fprintf(&out, "eval %s\n", in.Set.Name)
	keys := in.Set.KeyColumns()
	header := append(append(names(keys), names(in.Set.Request)...), "at", "|")
	for _, c := range columns {
		header = append(header, in.Set.Features[c].Name)
	}
	writeTable(&out, header, len(in.Labels), func(i int) []string {
		label := in.Labels[i]
		row := append(cells(keys, label.Keys), cells(in.Set.Request, label.Request)...)
		row = append(row, Cell(value.OfTimestamp(label.At), types.Timestamp), "|")
		for j, c := range columns {
			row = append(row, Cell(want[i][j], in.Set.Features[c].Feature.Type))
		}
		return row
	})
	return out.String()
}

func names(columns []*ir.Column) []string {
	var out []string
	for _, c := range columns {
		out = append(out, c.Name)
	}
	return out
}

func cells(columns []*ir.Column, row []value.Value) []string {
	var out []string
	for i, c := range columns {
		out = append(out, Cell(row[i], c.Type))
	}
	return out
}

// writeTable writes aligned rows.
func writeTable(out *strings.Builder, header []string, rows int, row func(int) []string) {
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintf(w, "  %s\n", strings.Join(header, "\t"))
	for i := range rows {
		fmt.Fprintf(w, "  %s\n", strings.Join(row(i), "\t"))
	}
	_ = w.Flush() // a strings.Builder does not fail
}

// Cell writes a value of a type as a cell of a table.
func Cell(v value.Value, t types.Type) string {
	switch v.Kind {
	case value.Invalid:
		return "null"
	case value.Bool:
		return strconv.FormatBool(v.Bool())
	case value.Float64:
		return strconv.FormatFloat(v.Float64(), 'g', -1, 64)
	case value.Decimal:
		return decimalText(v, int(t.Scale))
	case value.String, value.Bytes:
		if v.S == "" || v.S == "null" || v.S == "|" || strings.HasPrefix(v.S, "#") || strings.ContainsAny(v.S, " \t") {
			return `"` + v.S + `"`
		}
		return v.S
	case value.List, value.Map, value.Vector: // a blank is the end of a cell
		return strings.NewReplacer(", ", ",", ": ", ":", " ", `\u0020`).Replace(data.Text(v, t))
	case value.Timestamp:
		return time.UnixMicro(v.I).UTC().Format("2006-01-02T15:04:05.999999Z")
	case value.Date:
		return time.Unix(v.I*86400, 0).UTC().Format(time.DateOnly)
	}
	return strconv.FormatInt(v.I, 10)
}

func decimalText(v value.Value, scale int) string {
	hi, lo := v.Decimal()
	x := new(big.Int).Lsh(big.NewInt(hi), 64)
	x.Add(x, new(big.Int).SetUint64(lo))
	digits := new(big.Int).Abs(x).String()
	if missing := scale + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	if scale > 0 {
		digits = digits[:len(digits)-scale] + "." + digits[len(digits)-scale:]
	}
	if x.Sign() < 0 {
		return "-" + digits
	}
	return digits
}
