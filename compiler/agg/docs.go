package agg

import (
	"fmt"
	"strings"
)

// Markdown is the page of the docs that lists every aggregation.
func Markdown() string {
	var b strings.Builder
	b.WriteString(`# Aggregations

What stands before ` + "`over`" + `. This page is written from the catalogue in compiler/agg, whose examples run on every engine;
[language.md](language.md) says where aggregations and windows stand, [semantics.md](semantics.md) what holds for all of them.
Each takes ` + "`where`, `default`" + ` and every window. Events where an argument is null are skipped. Unless a class is given the
value is exact: the same on every engine, bit for bit.

*Algebra*: of a group, events that leave a window can be subtracted; of a semilattice, they cannot, and a queue or tiles
keep what may come to be the best; ordered ones look at the order of events; multisets count values. *State* is what an
operator keeps for each key and window beside the rows that the window still needs. *Peers* are the names by which
other platforms know it; edges, such as nulls and rounding, may differ.

Once its windows have been full, an operator takes no memory for an event, and none for a read of numbers and strings. A list or
a map is memory of its own where it is another one than at the last read, and is handed out again where it is the same
(golden/testdata/collections holds operators to that).
`)
	for _, s := range Sections {
		title := fmt.Sprintf("\n## %s\n", s)
		for _, a := range Catalogue {
			if a.Section == s {
				b.WriteString(title + a.markdown())
				title = ""
			}
		}
	}
	return b.String()
}

// markdown is the part of the page about one aggregation.
func (a *Aggregation) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n", a.Name)
	for _, s := range a.Signatures {
		fmt.Fprintf(&b, "    %s\n", s)
	}
	fmt.Fprintf(&b, "\n%s\n\n| | |\n|---|---|\n", a.Doc)
	row := func(name, text string) {
		if text != "" {
			fmt.Fprintf(&b, "| %s | %s |\n", name, strings.ReplaceAll(text, "|", `\|`))
		}
	}
	if a.Alias != "" {
		row("also called", "`"+a.Alias+"`")
	}
	row("algebra", a.Algebra.String())
	if a.Class != 0 {
		row("class", a.Class.String())
	}
	row("an empty window", a.Empty)
	row("state", a.State)
	row("cost", a.Cost)
	row("SQL", a.SQL)
	row("peers", a.Peers.String())
	var examples []string
	for _, x := range a.Examples {
		examples = append(examples, x.String())
	}
	row("for example", strings.Join(examples, "<br>"))
	return b.String()
}

// String lists the names, "Chronon `COUNT`, Tecton `count`"; "" for none.
func (p Peers) String() string {
	var out []string
	for _, x := range []struct{ peer, name string }{
		{"Chronon", p.Chronon}, {"Tecton", p.Tecton}, {"OpenMLDB", p.OpenMLDB},
		{"Feast", p.Feast}, {"Feathr", p.Feathr}, {"Fennel", p.Fennel},
	} {
		if x.name != "" {
			out = append(out, fmt.Sprintf("%s `%s`", x.peer, x.name))
		}
	}
	return strings.Join(out, ", ")
}

// String is "`sum(x)` of x = 1, null, 3: `4`".
func (x Example) String() string {
	of := "no events"
	if len(x.Values) > 0 {
		of = "x = " + strings.Join(x.Values, ", ")
	}
	if x.Y != nil {
		of += " and y = " + strings.Join(x.Y, ", ")
	}
	return fmt.Sprintf("`%s` of %s: `%s`", x.Call, of, x.Want)
}
