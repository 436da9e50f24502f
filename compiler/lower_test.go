package compiler

import (
	"testing"

	"github.com/featc-lang/featc/compiler/ir"
)

const lowerSource = `package p
entity user (user_id: int64)
source txns {
  user_id: int64
  i: int64
  n: int64?
  f: float64
  d: decimal(12, 2)
  d4: decimal(20, 4)?
  full: decimal(38, 2)
  s: string
  b: bool?
  day: date
  at: timestamp
  time at
}
view v for user from txns {
  let x = `

// TestExpressions checks the types of expressions and the conversions that the
// compiler puts into them.
func TestExpressions(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// Literals take the type of what they stand beside.
		{"3", "int64 3"},
		{"0.92", "decimal(2, 2) 92e-2:decimal(2, 2)"},
		{"168.0", "decimal(4, 1) 1680e-1:decimal(4, 1)"},
		{"-1.50", "decimal(3, 2) -150e-2:decimal(3, 2)"},
		{"1e3", "float64 1e+03"},
		{"-15e-1", "float64 -1.5e+00"},
		{"-1s", "duration duration(-1000000)"},
		{"-9223372036854775808", "int64 -9223372036854775808"},
		{"9223372036854775808", "decimal(19, 0) 9223372036854775808e-0:decimal(19, 0)"},
		{"i + 3", "int64? add.int(i, 3)"},
		{"f + 3", "float64? add.float(f, 3e+00)"},
		{"f * 0.1", "float64? mul.float(f, 1e-01)"},
		{"d + 3", "decimal(13, 2) add.dec<13,2>(d, 300e-2:decimal(3, 2))"},
		{"d > 3", "bool gt(d, 300e-2:decimal(12, 2))"},
		{"d > 0.925", "bool gt(dec_rescale<13,3>(d), 925e-3:decimal(13, 3))"},
		{"i > 0.5", "bool gt(int_to_dec<20,1>(i), 5e-1:decimal(20, 1))"},
		{"i < 99999999999999999999", "bool lt(int_to_dec<20,0>(i), 99999999999999999999e-0:decimal(20, 0))"},
		{`at > "2025-01-01T00:00:00Z"`, "bool gt(at, timestamp(1735689600000000))"},
		{`"2025-01-02" == day`, "bool eq(date(20090), day)"},
		// Numbers widen.
		{"i + f", "float64? add.float(int_to_float(i), f)"},
		{"d - f", "float64? sub.float(dec_to_float(d), f)"},
		{"i / 2", "float64? div.float(int_to_float(i), 2e+00)"},
		{"d / n", "float64? div.float(dec_to_float(d), int_to_float(n))"},
		{"i % 7", "int64? mod.int(i, 7)"},
		{"d + d4", "decimal(21, 4)? add.dec<21,4>(dec_rescale<14,4>(d), d4)"},
		{"d - i", "decimal(22, 2) sub.dec<22,2>(d, int_to_dec<21,2>(i))"},
		{"d * 0.92", "decimal(14, 4) mul.dec<14,4>(d, 92e-2:decimal(2, 2))"},
		{"d * i", "decimal(31, 2) mul.dec<31,2>(d, int_to_dec<19,0>(i))"},
		{"full + 1", "decimal(38, 2)? add.dec<38,2>(full, 100e-2:decimal(3, 2))"},
		{"full * d", "decimal(38, 4)? mul.dec<38,4>(full, d)"},
		{"full == d4", "bool? eq(dec_rescale<38,4>(full), d4)"},
		{"-i", "int64? neg.int(i)"},
		{"-d", "decimal(12, 2) neg.dec(d)"},
		// Times.
		{"at + 1h", "timestamp? add.time.dur(at, duration(3600000000))"},
		{"1h + at", "timestamp? add.time.dur(at, duration(3600000000))"},
		{"at - at", "duration sub.time(at, at)"},
		{`at - "2025-01-01T00:00:00Z"`, "duration sub.time(at, timestamp(1735689600000000))"},
		{"at - at > 1h", "bool gt(sub.time(at, at), duration(3600000000))"},
		{"int64(at - at)", "int64 dur_to_int(sub.time(at, at))"},
		// Conditions.
		{"i in (1, 2)", "bool in(i, 1, 2)"},
		{"n not in (-1)", "bool? not(in(n, -1))"},
		{"d in (1, 2.5)", "bool in(d, 100e-2:decimal(12, 2), 250e-2:decimal(12, 2))"},
		{"b and n > 1 or not b", "bool? or(and(b, gt(n, 1)), not(b))"},
		{"b and null", "bool? and(b, null:bool)"},
		{"n is null", "bool is_null(n)"},
		{"n is not null", "bool is_not_null(n)"},
		{`s == "a"`, `bool eq(s, "a")`},
		// Functions.
		{"coalesce(n, 0)", "int64 coalesce(n, 0)"},
		{"coalesce(n, 0.5)", "decimal(20, 1) coalesce(int_to_dec<20,1>(n), 5e-1:decimal(20, 1))"},
		{"coalesce(null, i, n)", "int64 coalesce(null:int64, i, n)"},
		{"if(b, i, null)", "int64? if(b, i, null:int64)"},
		{"if(b, i, f)", "float64 if(b, int_to_float(i), f)"},
		{"least(d, 5)", "decimal(12, 2) least(d, 500e-2:decimal(12, 2))"},
		{"decimal(n, 10, 2)", "decimal(10, 2)? int_to_dec<10,2>(n)"},
		{"decimal(d, 20, 4)", "decimal(20, 4) dec_rescale<20,4>(d)"},
		{"int64(i)", "int64 i"},
		{"float64(d)", "float64 dec_to_float(d)"},
		{`date(at, "UTC")`, `date to_date(at, "UTC")`},
	} {
		p, bag := LoadFiles(map[string][]byte{"p.feat": []byte(lowerSource + test.text + "\n}\n")})
		if p == nil {
			t.Errorf("%s: %v", test.text, bag.Sorted())
			continue
		}
		e := p.Views[0].Lets[0].Expr
		if got := e.Type().String() + " " + ir.Format(e); got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.text, got, test.want)
		}
	}
}

// TestSpans checks that an operation is where it is written.
func TestSpans(t *testing.T) {
	p := compile(t, lowerSource+"i + abs(n * 2)\n}\n")
	want := map[ir.Op]string{ir.AddInt: "i + abs(n * 2)", ir.AbsInt: "abs(n * 2)", ir.MulInt: "n * 2"}
	ir.Walk(p.Views[0].Lets[0].Expr, func(e ir.Expr) {
		if c, ok := e.(*ir.Call); ok && c.S.Text() != want[c.Op] {
			t.Errorf("%s is at %q, want %q", c.Op, c.S.Text(), want[c.Op])
		}
	})
}

// TestTestBlocks checks what a test block may leave out.
func TestTestBlocks(t *testing.T) {
	p := compile(t, `package p
entity user (user_id: int64)
entity merchant (merchant_id: string)
entity pair (user_id: int64, merchant_id: string)
source txns {
  user_id: int64
  merchant_id: string
  note: string
  fee: float64?
  at: timestamp(epoch: ms)
  landed: timestamp
  time at
  arrival landed
}
view v for pair from txns {
  n = count()
}
featureset s for pair {
  time ts: timestamp
  request { at: int64 limit: int64? }
  half = v.n / 2
  over = half / request.at
}
test "t" {
  txns:
    user_id merchant_id at
    1       a           2025-01-01T00:00:00Z
    2       "b c"       1735689600001
  at 2025-01-02T00:00:00Z for user 1, merchant "a" with at 5:
    v.n == 1
    s.over is not null
  at 2025-01-02T00:00:00Z for user null, merchant "a":
    v.n == 0
}
`)
	var rows []string
	for _, row := range p.Tests[0].Events[0].Rows {
		text := ""
		for i, v := range row {
			text += ir.FormatConst(v, p.Sources[0].Columns[i].Type) + " "
		}
		rows = append(rows, text)
	}
	want := []string{
		`1 "a" "" null:float64 timestamp(1735689600000000) timestamp(1735689600000000) `,
		`2 "b c" "" null:float64 timestamp(1735689600001000) timestamp(1735689600001000) `,
	}
	if len(rows) != 2 || rows[0] != want[0] || rows[1] != want[1] {
		t.Errorf("got  %q\nwant %q", rows, want)
	}
	read := p.Tests[0].Reads[0]
	var columns []string
	for _, f := range read.Set.Features {
		columns = append(columns, f.Name)
	}
	if len(columns) != 3 || columns[0] != "v_n" || columns[1] != "s_half" || columns[2] != "s_over" {
		t.Errorf("the read has the columns %v", columns)
	}
	if read.Set.Time.Name != "at_" || len(read.Set.Derived) != 2 || len(read.Keys) != 2 || len(read.Request) != 2 || !read.Request[1].IsNull() {
		t.Errorf("time %s, %d derived, keys %v, request %v", read.Set.Time.Name, len(read.Set.Derived), read.Keys, read.Request)
	}
	if second := p.Tests[0].Reads[1]; !second.Keys[0].IsNull() {
		t.Errorf("a null key is %v", second.Keys[0])
	}
}
