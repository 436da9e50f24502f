package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/compiler/cell"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/audit"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/internal/verify"
	"github.com/featc-lang/featc/runtime/value"
)

// auditFlags are those of featc audit.
type auditFlags struct {
	log, since, until string
	mostSkew          float64
	changed           bool
	examples          int
	limits            duck.Options
}

func (a *app) auditCommand() *cobra.Command {
	var f auditFlags
	cmd := &cobra.Command{
		Use:   "audit [SET] --log DIR",
		Short: "Compare what was served with what the training SQL computes",
		Long: `Audit reads the log of served vectors that featc serve -- -vectors DIR writes, computes
the vectors anew from the batch sources as of their instants, by the training SQL, and
compares them bit for bit. Per feature it shows how many values differ, and examples.

Values that were served by another definition than the project's are counted as changed
and not compared. Without a name it audits every feature set and view of the log.
Exit code 1 means that a feature's skew is above --max-skew, or a definition changed.`,
		Example: "  featc audit --log vectors\n  featc audit fraud_v1 --log vectors --until 2025-06-01T00:00:00Z --max-skew 0.001 --json",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.audit(cmd, strings.Join(args, ""), &f)
		},
		ValidArgsFunction: a.completeSets,
	}
	cmd.Flags().StringVar(&f.log, "log", "", "`folder` of the log of served vectors")
	cmd.Flags().StringVar(&f.since, "since", "", "audit vectors from this `instant` on, such as 2025-01-31T10:00:00Z")
	cmd.Flags().StringVar(&f.until, "until", "", "audit vectors up to this `instant`: until when the batch sources are complete")
	cmd.Flags().Float64Var(&f.mostSkew, "max-skew", 0, "`share` of a feature's values that may differ, from 0 to 1")
	cmd.Flags().BoolVar(&f.changed, "allow-changed", false, "values that were served by another definition are no failure")
	cmd.Flags().IntVar(&f.examples, "examples", 3, "most examples of a feature")
	limitFlags(cmd, &f.limits)
	_ = cmd.MarkFlagDirname("log") // exists
	return cmd
}

func (a *app) audit(cmd *cobra.Command, name string, f *auditFlags) error {
	if f.log == "" {
		return fmt.Errorf("say where the log of served vectors is: --log DIR")
	}
	if err := checkLimits(f.limits); err != nil {
		return err
	}
	if !(f.mostSkew >= 0 && f.mostSkew <= 1) { // nor NaN
		return fmt.Errorf("--max-skew %v is not a share from 0 to 1", f.mostSkew)
	}
	since, err := instant("--since", f.since)
	if err != nil {
		return err
	}
	until, err := instant("--until", f.until)
	if err != nil {
		return err
	}
	p, err := a.load()
	if err != nil {
		return err
	}
	sets, err := setsToAudit(p, name, f.log)
	if err != nil {
		return err
	}
	if name == "" {
		a.notAudited(p, f.log, sets)
	}
	db, err := duck.New(f.limits)
	if err != nil {
		return &project.EngineError{Engine: "sql", Err: err}
	}
	defer func() { _ = db.Close() }() // nothing is left to lose
	var results []*audit.Result
	failed := false
	for _, set := range sets {
		r, err := audit.Run(cmd.Context(), &audit.Request{
			Program: p.Program, Set: set, Dir: f.log, Since: since, Until: until,
			Examples: f.examples, Engine: duck.SourceFiles{Engine: db},
		})
		if err != nil {
			return err
		}
		rate, changed := r.Worst()
		bad := rate > f.mostSkew || changed > 0 && !f.changed
		failed = failed || bad
		if results = append(results, r); !a.json {
			if len(results) > 1 {
				fmt.Fprintln(a.out)
			}
			a.audited(r, bad)
		}
	}
	if a.json {
		if err := a.writeJSON(jsonAudits(results)); err != nil {
			return err
		}
	}
	if failed {
		return errDiffers
	}
	return nil
}

// instant reads the instant that a flag gives; "" is 0.
func instant(flag, text string) (int64, error) {
	if text == "" {
		return 0, nil
	}
	v, err := cell.Decode(text, &ir.Column{Type: types.Timestamp})
	if err != nil {
		return 0, fmt.Errorf("%s: %w", flag, err)
	}
	return v.I, nil
}

// setsToAudit is the set or view that was named, or all that the log has.
func setsToAudit(p *project.Project, name, log string) ([]*ir.FeatureSet, error) {
	all := append([]*ir.FeatureSet{}, p.Program.Sets...)
	for _, v := range p.Program.Views {
		all = append(all, v.AsSet())
	}
	var out []*ir.FeatureSet
	for _, s := range all {
		if s.Name == name || name == "" && audit.Logged(log, s.Name) {
			out = append(out, s)
		}
	}
	if len(out) > 0 {
		return out, nil
	}
	if _, err := os.Stat(log); err != nil {
		return nil, fmt.Errorf("there is no folder %s", log)
	}
	if name == "" {
		return nil, fmt.Errorf("the log %s has vectors of no feature set or view of package %s", log, p.Program.Package)
	}
	_, err := p.Set(name)
	return nil, err
}

// notAudited says what is in a log and not in the project.
func (a *app) notAudited(p *project.Project, log string, sets []*ir.FeatureSet) {
	for _, name := range audit.Sets(log) {
		if !slices.ContainsFunc(sets, func(s *ir.FeatureSet) bool { return s.Name == name }) {
			a.message("featc: ", fmt.Errorf("the log has vectors of %s, which package %s does not have: they are not audited", name, p.Program.Package))
		}
	}
}

func (a *app) audited(r *audit.Result, failed bool) {
	if r.Vectors == 0 {
		fmt.Fprintf(a.out, "%s: no vectors of that time in %s\n", r.Set.Name, plural(r.Files, "file"))
		return
	}
	fmt.Fprintf(a.out, "%s: %s in %s, from %s to %s\n\n", r.Set.Name, plural(r.Vectors, "vector"), plural(r.Files, "file"), at(r.First), at(r.Last))
	var rows []table.Row
	values, skewed, changed := 0, 0, 0
	for _, f := range r.Features {
		values, skewed, changed = values+f.Compared, skewed+f.Skewed, changed+f.Changed
		rate := fmt.Sprintf("%.4f", f.Rate())
		if f.Skewed > 0 {
			rate = a.paint(bad, rate)
		}
		rows = append(rows, table.Row{f.Name, f.Compared, f.Skewed, rate, f.Changed})
	}
	a.table(table.Row{"feature", "compared", "skewed", "rate", "changed"}, rows, 2, 3, 4, 5)
	fmt.Fprintln(a.out)
	for _, f := range r.Features {
		for _, e := range f.Examples {
			served, computed := differing(e, f.Feature.Type)
			fmt.Fprintf(a.out, "%s for %s: served %s, computed %s\n", f.Name, entity(r.Set, e), served, computed)
		}
	}
	if changed > 0 {
		fmt.Fprintf(a.out, "%s were served by another definition than the project's, and not compared\n", plural(changed, "value"))
	}
	word := a.paint(good, "ok")
	if failed {
		word = a.paint(bad, "FAIL")
	}
	fmt.Fprintf(a.out, "%s %s: %d of %s compared, %d skewed in %s\n", word, r.Set.Name, values, plural(values+changed, "value"), skewed, plural(r.Skewed, "vector"))
}

func at(us int64) string { return data.Text(value.OfTimestamp(us), types.Timestamp) }

// entity is the label of an example: its keys, request data and instant.
func entity(set *ir.FeatureSet, e audit.Example) string {
	var parts []string
	for i, k := range set.KeyColumns() {
		parts = append(parts, k.Name+" "+shown(e.Label.Keys[i], k.Type))
	}
	for i, c := range set.Request {
		parts = append(parts, c.Name+" "+shown(e.Label.Request[i], c.Type))
	}
	return strings.Join(parts, ", ") + " at " + at(e.Label.At)
}

// differing shows two values that differ: with their bits where their text does not.
func differing(e audit.Example, t types.Type) (served, computed string) {
	if served, computed = shown(e.Served, t), shown(e.Computed, t); served != computed {
		return served, computed
	}
	return verify.Show(e.Served, t), verify.Show(e.Computed, t)
}

func shown(v value.Value, t types.Type) string {
	if v.IsNull() {
		return "null"
	}
	return data.Text(v, t)
}
