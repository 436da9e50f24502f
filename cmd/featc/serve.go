package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/serve"
)

func (a *app) serveCommand() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "serve [DIR] [flags] [-- FLAGS OF THE SERVER]",
		Short: "Serve features online: events in, vectors out",
		Long: `Serve builds a server with the generated operators compiled in, and runs it: events
come in over HTTP, state is kept in a data folder, and feature vectors go out, over HTTP
as Feast's feature server answers (POST /get-online-features, /push). Building needs the
go command, and once the modules that the server uses; what was built is kept.

What stands behind -- is for the server: -addr, -data, -tls-cert and more;
featc serve -- -help lists them. docs/serving.md has the design.`,
		Example: "  featc serve -- -addr 127.0.0.1:6566 -data state\n  featc serve --build ./fraud-server",
		RunE: func(cmd *cobra.Command, args []string) error {
			rest := []string{}
			if at := cmd.ArgsLenAtDash(); at >= 0 {
				args, rest = args[:at], args[at:]
			}
			if err := takes(0, 1)(cmd, args); err != nil {
				return err
			}
			if out != "" && len(rest) > 0 {
				return fmt.Errorf("--build writes a server and runs none: give %s to the server", rest[0])
			}
			if len(args) > 0 {
				a.dir = args[0]
			}
			p, err := a.load()
			if err != nil {
				return err
			}
			path, err := serve.Build(cmd.Context(), p.Program)
			if err != nil {
				return err
			}
			if out != "" {
				return serve.Copy(path, out)
			}
			return become(path, append([]string{"featc serve"}, rest...))
		},
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return fmt.Errorf("%w; flags of the server stand behind --, as in featc serve -- -addr 127.0.0.1:6566", err)
	})
	cmd.Flags().StringVar(&out, "build", "", "write the server's binary to a `file` instead of running it")
	return cmd
}
