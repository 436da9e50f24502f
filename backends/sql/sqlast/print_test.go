package sqlast

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type plain struct{}

func (plain) Ident(name string) string { return name }
func (plain) Quote(s string) string    { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
func (plain) TryCast() string          { return "TRY_CAST" }
func (plain) Except() string           { return "EXCEPT" }

func TestPrecedence(t *testing.T) {
	a, b, c := Col("a"), Col("b"), Col("c")
	not := func(x Expr) Expr { return Unary{"NOT", x} }
	for _, tt := range []struct {
		e    Expr
		want string
	}{
		{Bin(Bin(a, "+", b), "*", c), "(a + b) * c"},
		{Bin(a, "+", Bin(b, "*", c)), "a + b * c"},
		{Bin(a, "-", Bin(b, "-", c)), "a - (b - c)"},
		{Bin(Bin(a, "-", b), "-", c), "a - b - c"},
		{Bin(a, "/", Bin(b, "*", c)), "a / (b * c)"},
		{Bin(a, "-", Int(-1)), "a - -1"},
		{Unary{"-", Int(-1)}, "-(-1)"},
		{Unary{"-", Bin(a, "+", b)}, "-(a + b)"},
		{And(Or(a, b), c), "(a OR b) AND c"},
		{Or(And(a, b), c), "a AND b OR c"},
		{And(a, And(b, c)), "a AND b AND c"},
		{not(And(a, b)), "NOT (a AND b)"},
		{And(not(a), b), "NOT a AND b"},
		{not(Bin(a, "=", b)), "NOT a = b"},
		{Bin(Bin(a, "=", b), "=", c), "(a = b) = c"},
		{Bin(not(a), "=", b), "(NOT a) = b"},
		{IsNull{X: Bin(a, "=", b)}, "(a = b) IS NULL"},
		{IsNull{X: Bin(a, "+", b), Not: true}, "a + b IS NOT NULL"},
		{Bin(IsNull{X: a}, "=", b), "(a IS NULL) = b"},
		{In{Bin(a, "<", b), []Expr{True, Null}}, "(a < b) IN (TRUE, NULL)"},
		{Between{a, Bin(b, "+", c), Int(2)}, "a BETWEEN b + c AND 2"},
		{Between{a, And(b, c), c}, "a BETWEEN (b AND c) AND c"},
		{Bin(Bin(a, "||", b), "||", c), "(a || b) || c"},
		{Bin(Case{Whens: []When{{a, b}}, Else: c}, "+", Int(1)), "CASE WHEN a THEN b ELSE c END + 1"},
		{Cast{X: Or(a, b), Type: "INT"}, "CAST(a OR b AS INT)"},
		{Cast{X: a, Type: "INT", Try: true}, "TRY_CAST(a AS INT)"},
		{Extract{"HOUR", AtZone{AtZone{Bin(a, "+", b), Text("UTC")}, Text("Asia/Tokyo")}}, "EXTRACT(HOUR FROM (a + b) AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo')"},
		{Text("it's"), "'it''s'"},
		{Interval{7, "DAY"}, "INTERVAL '7' DAY"},
		{Typed{"DATE", "2025-01-01"}, "DATE '2025-01-01'"},
		{Name{"t", "c"}, "t.c"},
		{Star{Table: "t", Except: []string{"a", "b"}}, "t.* EXCEPT (a, b)"},
		{Call{Func: "count", Args: []Expr{a}, Distinct: true, Filter: And(b, c)}, "count(DISTINCT a) FILTER (WHERE b AND c)"},
		{Call{Func: "lag", Args: []Expr{a, Int(1)}, Over: &Over{
			PartitionBy: []Expr{b}, OrderBy: []Order{{X: c}, {X: a, Desc: true, NullsLast: true}}, Frame: "ROWS 1 PRECEDING",
		}}, "lag(a, 1) OVER (PARTITION BY b ORDER BY c ASC NULLS FIRST, a DESC NULLS LAST ROWS 1 PRECEDING)"},
		{Call{Func: "sum", Args: []Expr{a}, Over: &Over{Name: "w"}}, "sum(a) OVER w"},
	} {
		if got := PrintExpr(plain{}, tt.e); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestPrint(t *testing.T) {
	got := Print(plain{}, &Script{
		Comment: "A file.\nTwo lines.",
		Query: &Query{
			With: []CTE{
				{Name: "a", Comment: "First.", Body: &Select{
					Distinct: true,
					Columns:  []Column{{X: Star{Replace: []Column{{X: Int(1), As: "one"}}}}},
					From:     Table{Func: Fn("read", Text("f.csv"), Arg{"header", True}), Alias: "f"},
				}},
				{Name: "b", Body: Union{Selects: []*Select{
					{Columns: []Column{{X: Int(1), As: "x"}}},
					{Columns: []Column{{X: Int(2), As: "x"}}, From: Table{Name: "a"}, Where: Or(Col("p"), Col("q"))},
				}}},
			},
			Body: &Select{
				Columns: []Column{{X: Name{"l", "x"}, As: "x", Comment: "A feature\nwith a doc."}, {X: Fn("count", Star{}), As: "n"}},
				From:    Table{Name: "a", Alias: "l"},
				Joins:   []Join{{"LEFT JOIN", Table{Name: "b"}, And(Col("u"), Or(Col("v"), Col("w")))}},
				Where:   And(Col("p"), Col("q")),
				GroupBy: []Expr{Name{"l", "x"}},
				OrderBy: []Order{{X: Col("x")}},
				Limit:   3,
			},
		},
	})
	want := `-- A file.
-- Two lines.

WITH
-- First.
a AS (
  SELECT DISTINCT
    * REPLACE (
      1 AS one
    )
  FROM read(
    'f.csv',
    header = TRUE
  ) AS f
),
b AS (
  SELECT
    1 AS x
  UNION ALL
  SELECT
    2 AS x
  FROM a
  WHERE p OR q
)
SELECT
  -- A feature
  -- with a doc.
  l.x,
  count(*) AS n
FROM a AS l
LEFT JOIN b
  ON u
    AND (v OR w)
WHERE p
  AND q
GROUP BY l.x
ORDER BY x ASC NULLS FIRST
LIMIT 3;
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want to got: %s", diff)
	}
}

func TestNamedWindows(t *testing.T) {
	q := &Query{Body: &Select{
		Columns: []Column{{X: Call{Func: "sum", Args: []Expr{Col("a")}, Over: &Over{Name: "w"}}}},
		From:    Table{Name: "t"},
		Windows: []NamedOver{
			{Name: "w", Over: Over{OrderBy: []Order{{X: Col("b")}}}},
			{Name: "v", Over: Over{PartitionBy: []Expr{Col("b")}}},
		},
	}}
	want := "SELECT\n  sum(a) OVER w\nFROM t\nWINDOW w AS (ORDER BY b ASC NULLS FIRST),\n  v AS (PARTITION BY b)"
	if got := PrintQuery(plain{}, q); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
