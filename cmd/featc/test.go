package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/testrun"
)

func (a *app) testCommand() *cobra.Command {
	var update bool
	cmd := &cobra.Command{
		Use:   "test [DIR]",
		Short: "Run test blocks and golden files on all three engines",
		Long: `Test runs the test blocks of the project's .feat files, and the golden files in its
folder golden/, on the reference interpreter, on DuckDB and on the generated Go.

A golden file is a txtar archive with a file "set" (the name of a feature set),
"events/<source>.csv", "reads.csv" (as a label file) and "want.csv" (a column per feature).
After a definition changed, -update rewrites want.csv, so that a code review shows what
the change does to values. Exit code 1 means that a test failed.`,
		Example: "  featc test\n  featc test -update && git diff golden/",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.folder(args)
			p, err := a.load()
			if err != nil {
				return err
			}
			e, err := a.engines()
			if err != nil {
				return err
			}
			defer e.stop()
			results, err := testrun.Blocks(cmd.Context(), p, e.all())
			if err != nil {
				return err
			}
			goldens, err := testrun.Goldens(cmd.Context(), p, e.all(), update)
			if err != nil {
				return err
			}
			return a.tested(append(results, goldens...), len(e.all()))
		},
	}
	cmd.Flags().BoolVar(&update, "update", false, "rewrite the expected values of golden files")
	return cmd
}

// tested shows results and fails where one failed.
func (a *app) tested(results []*testrun.Result, engines int) error {
	failed, checks := 0, 0
	for _, r := range results {
		checks += r.Checks
		word := a.paint(good, "ok  ")
		if r.Updated {
			word = a.paint(good, "new ")
		}
		if len(r.Failures) > 0 {
			failed++
			word = a.paint(bad, "FAIL")
		}
		if a.json {
			continue
		}
		fmt.Fprintf(a.out, "%s %s\n", word, r.Name)
		for _, f := range r.Failures {
			fmt.Fprintf(a.out, "     %s\n", f)
		}
	}
	if a.json {
		if err := a.writeJSON(jsonResults(results)); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.out, "%s, %s on %d engines, %d failed\n", plural(len(results), "test"), plural(checks, "check"), engines, failed)
	}
	if failed > 0 {
		return errDiffers
	}
	return nil
}

// jsonResults is the form of results for programs.
func jsonResults(results []*testrun.Result) any {
	type result struct {
		Name     string   `json:"name"`
		Where    string   `json:"where"`
		Checks   int      `json:"checks"`
		Failures []string `json:"failures"`
		Updated  bool     `json:"updated"`
	}
	out := []result{}
	for _, r := range results {
		out = append(out, result{r.Name, r.Where, r.Checks, append([]string{}, r.Failures...), r.Updated})
	}
	return out
}
