package main

import (
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/verify"
)

func (a *app) verifyCommand() *cobra.Command {
	var labels string
	cmd := &cobra.Command{
		Use:   "verify [SET]",
		Short: "Prove that SQL, Go and the reference interpreter agree, bit for bit",
		Long: `Verify computes feature sets three times over the same events and labels: with the
generated SQL on DuckDB, with the generated Go operators, and with a naive interpreter of
the contract, and compares every value bit for bit. Without a name it verifies every set
that has labels. On a mismatch it shows the first case with both values and the smallest
set of events that still shows it, as a test block to paste. Exit code 1 means mismatches.`,
		Example: "  featc verify\n  featc verify fraud_v1 --labels labels.parquet",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.load()
			if err != nil {
				return err
			}
			sets, err := setsToVerify(p, args, labels)
			if err != nil {
				return err
			}
			var reports []*verifyReport
			mismatches := 0
			for i, set := range sets {
				r, err := a.verifySet(cmd, p, set, labels)
				if err != nil {
					return err
				}
				mismatches += r.Mismatches()
				reports = append(reports, r)
				if !a.json {
					if i > 0 {
						fmt.Fprintln(a.out)
					}
					a.verified(r)
				}
			}
			if a.json {
				if err := a.writeJSON(jsonReports(reports)); err != nil {
					return err
				}
			}
			if mismatches > 0 {
				return errDiffers
			}
			return nil
		},
		ValidArgsFunction: a.completeSets,
	}
	cmd.Flags().StringVar(&labels, "labels", "", "label `file`, csv or Parquet (default: the set's own)")
	_ = cmd.RegisterFlagCompletionFunc("labels", completeFiles("csv", "jsonl", "parquet")) // the flag exists
	return cmd
}

// setsToVerify is the set that was named, or every set with labels.
func setsToVerify(p *project.Project, args []string, labels string) ([]*ir.FeatureSet, error) {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	var out []*ir.FeatureSet
	for _, s := range p.Program.Sets {
		if s.Labels != nil {
			out = append(out, s)
		}
	}
	if name != "" || labels != "" || len(out) == 0 {
		set, err := p.Set(name)
		return []*ir.FeatureSet{set}, err
	}
	return out, nil
}

// verifyReport is the comparison of one set, with the case that shows a
// mismatch where there is one.
type verifyReport struct {
	*verify.Result
	Case *verify.Case
}

func (a *app) verifySet(cmd *cobra.Command, p *project.Project, set *ir.FeatureSet, labels string) (*verifyReport, error) {
	e, err := a.engines()
	if err != nil {
		return nil, err
	}
	defer e.stop()
	// What is proven is the SQL that compile writes, with its reading of the
	// files; a mismatch is shrunk over rows, where events can be left out.
	proven := slices.Clone(e.others)
	for i, other := range e.others {
		if db, ok := other.(*duck.Engine); ok {
			proven[i] = duck.FileEngine{Engine: db, Labels: sql.File{Kind: data.Kind(labels), Path: labels}}
		}
	}
	progress := a.progress(len(project.Sources(set)) + 3 + len(e.others))
	defer progress.end()
	in, err := p.Read(cmd.Context(), set, labels, func(what string) { progress.step("reading " + what) })
	if err != nil {
		return nil, err
	}
	if len(in.Labels) == 0 {
		return nil, fmt.Errorf("the labels of %s have no rows: there is nothing to verify", set.Name)
	}
	result, err := verify.Run(cmd.Context(), in, e.judge, proven, func(name string) { progress.step("running " + name) })
	if err != nil {
		return nil, err
	}
	r := &verifyReport{Result: result}
	if m := result.First(); m != nil {
		progress.step("looking for the smallest case")
		r.Case = verify.Shrink(cmd.Context(), in, m, e.judge, e.others[m.Engine])
	}
	return r, nil
}

func (a *app) verified(r *verifyReport) {
	header := table.Row{"feature", "class", "rows"}
	numbers := []int{3}
	for i, e := range r.Engines {
		header = append(header, e+" differs")
		numbers = append(numbers, 4+i)
	}
	var rows []table.Row
	for _, f := range r.Features {
		row := table.Row{f.Name, f.Class, r.Labels}
		for _, n := range f.Mismatches {
			cell := fmt.Sprint(n)
			if n > 0 {
				cell = a.paint(bad, cell)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	a.table(header, rows, numbers...)
	values := r.Labels * len(r.Features) * (len(r.Engines) + 1)
	if r.Case == nil {
		fmt.Fprintf(a.out, "%s %s: %d values on %d engines, 0 mismatches\n", a.paint(good, "ok"), r.Set.Name, values, len(r.Engines)+1)
		return
	}
	fmt.Fprintf(a.out, "%s %s: %s among %d values on %d engines\n\n", a.paint(bad, "FAIL"), r.Set.Name,
		plural(r.Mismatches(), "wrong value"), values, len(r.Engines)+1)
	a.mismatch(r)
}

func (a *app) mismatch(r *verifyReport) {
	f := r.Set.Features[r.Case.Feature]
	fmt.Fprintf(a.out, "first at label %d, %s\n", r.Case.Label+1, f.Name)
	fmt.Fprintf(a.out, "  %-9s  %s\n", r.Judge, verify.Show(r.Case.Want, f.Feature.Type))
	fmt.Fprintf(a.out, "  %-9s  %s\n\n", r.Case.Engine, verify.Show(r.Case.Got, f.Feature.Type))
	if !r.Case.Alone {
		fmt.Fprintln(a.out, "The label alone, with events as featc reads them, does not show it: it takes other labels, or DuckDB reads a file differently.")
		return
	}
	fmt.Fprintf(a.out, "%s still show it:\n\n%s", plural(r.Case.Events(), "event"), r.Case.TestBlock())
}

// jsonReports is the form of reports for programs.
func jsonReports(reports []*verifyReport) any {
	type feature struct {
		Name       string         `json:"name"`
		Class      string         `json:"class"`
		Mismatches map[string]int `json:"mismatches"`
	}
	type shrunk struct {
		Label   int    `json:"label"` // from 1
		Feature string `json:"feature"`
		Engine  string `json:"engine"`
		Want    string `json:"want"`
		Got     string `json:"got"`
		Test    string `json:"test,omitempty"`
	}
	type report struct {
		Set        string    `json:"set"`
		Rows       int       `json:"rows"`
		Mismatches int       `json:"mismatches"`
		Features   []feature `json:"features"`
		First      *shrunk   `json:"first,omitempty"`
	}
	out := []report{}
	for _, r := range reports {
		j := report{Set: r.Set.Name, Rows: r.Labels, Mismatches: r.Mismatches(), Features: []feature{}}
		for _, f := range r.Features {
			by := map[string]int{}
			for i, n := range f.Mismatches {
				by[r.Engines[i]] = n
			}
			j.Features = append(j.Features, feature{f.Name, f.Class.String(), by})
		}
		if c := r.Case; c != nil {
			f := r.Set.Features[c.Feature]
			j.First = &shrunk{c.Label + 1, f.Name, c.Engine, verify.Show(c.Want, f.Feature.Type), verify.Show(c.Got, f.Feature.Type), ""}
			if c.Alone {
				j.First.Test = c.TestBlock()
			}
		}
		out = append(out, j)
	}
	return out
}
