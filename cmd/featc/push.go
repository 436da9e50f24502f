package main

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/push"
)

func (a *app) pushCommand() *cobra.Command {
	r := &push.Request{}
	var tokenFile string
	cmd := &cobra.Command{
		Use:   "push SOURCE [FILE...]",
		Short: "Send the rows of files to a running server, each of them once",
		Long: `Push reads the events of a source from files, csv, JSON lines or Parquet by their
names' endings, or from those of its batch connector, decodes them as train does,
and sends them in the order of their arrival to a server that featc serve runs.

The server counts the rows that it has taken in under the name of an origin, with the
events, so that a push that was interrupted is run again, and each row counts once. The
name is made of what is in the files. Under a name of one's own (--origin), files may grow by
rows that arrived later than those before.`,
		Example: "  featc push txns --to http://127.0.0.1:6566\n  featc push txns may.parquet june.csv",
		Args:    takes(1, 1<<20),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkLimits(r.Duck); err != nil {
				return err
			}
			p, err := a.load()
			if err != nil {
				return err
			}
			if r.Source, err = sourceOf(p.Program, args[0]); err != nil {
				return err
			}
			r.Files, r.URL = args[1:], strings.TrimSuffix(r.URL, "/")
			if u, err := url.Parse(r.URL); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
				return fmt.Errorf("--to %s is not the URL of a server, such as http://127.0.0.1:6566", r.URL)
			}
			if r.Origin == "." || r.Origin == ".." {
				return fmt.Errorf("--origin %s cannot be part of a URL", r.Origin)
			}
			if tokenFile != "" {
				text, err := os.ReadFile(tokenFile)
				if err != nil {
					return fmt.Errorf("token: %w", err)
				}
				r.Token = strings.TrimSpace(string(text))
			}
			progress := a.progress(-1)
			r.Percent = func(done, of int) { progress.step(fmt.Sprintf("%d of %d rows", done, of)) }
			summary, err := push.Run(cmd.Context(), r)
			progress.end()
			if err != nil {
				return err
			}
			if a.json {
				return a.writeJSON(summary)
			}
			for _, x := range summary.Rejected {
				fmt.Fprintf(a.out, "%s.%s: %d became null (%s)\n", summary.Source, x.Column, x.Count, x.Cause)
			}
			fmt.Fprintf(a.out, "%s %s of %s as origin %s, %d of them before\n", a.paint(good, "pushed"),
				plural(summary.Rows, "row"), summary.Source, summary.Origin, min(summary.Before, summary.Rows))
			return nil
		},
	}
	cmd.Flags().StringVar(&r.URL, "to", "http://127.0.0.1:6566", "`URL` of the server")
	cmd.Flags().StringVar(&tokenFile, "token-file", "", "`file` with the token that the server wants")
	cmd.Flags().StringVar(&r.Origin, "origin", "", "`name` under which the server counts the rows (default: by what is in the files)")
	cmd.Flags().DurationVar(&r.Retry, "retry", time.Minute, "for how long a server that does not answer is tried again")
	limitFlags(cmd, &r.Duck)
	return cmd
}

// sourceOf finds a declared source.
func sourceOf(p *ir.Program, name string) (*ir.Source, error) {
	var names []string
	for _, s := range p.Sources {
		if s.Ticks != nil {
			continue
		}
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return nil, fmt.Errorf("there is no source %q; there are %s", name, strings.Join(names, ", "))
}
