package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/scaffold"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init DIR",
		Short:   "Make a small project that runs",
		Long:    "Init writes a .feat file with a test, a little data and a README into a new or empty folder.",
		Example: "  featc init myfeatures",
		Args:    takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := scaffold.Write(args[0])
			if err != nil {
				return err
			}
			if a.json {
				return a.writeJSON(map[string]any{"files": files})
			}
			for _, f := range files {
				fmt.Fprintf(a.out, "%s %s\n", a.paint(good, "wrote"), f)
			}
			fmt.Fprintf(a.out, "\nNow:\n  cd %s\n  featc test\n  featc verify\n", args[0])
			return nil
		},
	}
}
