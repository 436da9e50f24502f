package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/project"
)

// app is one invocation: where it writes, the flags that every command has, and
// what computes.
type app struct {
	out     *output
	err     io.Writer
	dir     string
	json    bool
	color   string
	engines func() (*engines, error)
}

func newApp(out, errOut io.Writer) *app {
	return &app{out: &output{to: out}, err: errOut, color: "auto", engines: allEngines}
}

// run executes a command line and returns the exit code.
func (a *app) run(ctx context.Context, args []string) (code int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(a.err, "featc: internal error: %v\n\n%s\nPlease report this: it is a fault in featc, not in your features.\n", p, debug.Stack())
			code = exitInternal
		}
	}()
	root := a.command()
	root.SetArgs(longFlags(args))
	root.SetOut(a.out)
	root.SetErr(a.err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = a.out.err
	}
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // whatever an engine made of the interruption
	}
	return a.report(err)
}

// longFlags lets -update stand for --update, as the go command spells it.
func longFlags(args []string) []string {
	out := append([]string(nil), args...)
	for i, arg := range out {
		if arg == "-update" {
			out[i] = "--update"
		}
	}
	return out
}

func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "featc",
		Short: "One definition of a feature; the same value in training and in serving",
		Long: `featc compiles windowed machine-learning features, written once in .feat files,
to point-in-time SQL for training and to a Go package of streaming operators for
serving, and proves on your own data that both give the same values, bit for bit.

Begin with:
  featc init myfeatures
  cd myfeatures
  featc verify`,
		Version:       versionLine(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if a.color != "auto" && a.color != "always" && a.color != "never" {
				return fmt.Errorf("--color is auto, always or never, not %q", a.color)
			}
			return nil
		},
	}
	root.SetVersionTemplate("{{.Version}}\n")
	flags := root.PersistentFlags()
	flags.StringVarP(&a.dir, "project", "C", ".", "folder of the .feat `files`")
	flags.BoolVar(&a.json, "json", false, "write results and errors as JSON")
	flags.StringVar(&a.color, "color", "auto", "colours: auto, always or never")
	_ = root.MarkPersistentFlagDirname("project") // exists
	_ = root.RegisterFlagCompletionFunc("color", cobra.FixedCompletions([]string{"auto", "always", "never"}, cobra.ShellCompDirectiveNoFileComp))
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, cmd.CommandPath())
	})
	root.AddCommand(
		a.initCommand(), a.checkCommand(), a.fmtCommand(), a.compileCommand(), a.trainCommand(),
		a.verifyCommand(), a.testCommand(), a.explainCommand(), a.serveCommand(), a.pushCommand(),
		a.materializeCommand(), a.auditCommand(), a.versionCommand(),
	)
	return root
}

// load compiles the project and shows its warnings.
func (a *app) load() (*project.Project, error) {
	p, err := project.Load(a.dir)
	if err != nil {
		return nil, err
	}
	if len(p.Warnings) > 0 {
		return p, a.diagnostics(a.err, p.Warnings)
	}
	return p, nil
}

// takes demands a number of arguments.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fmt.Errorf("something is missing; write %s", cmd.UseLine())
		case len(args) > most:
			return fmt.Errorf("%q is too much; write %s", args[most], cmd.UseLine())
		}
		return nil
	}
}

// folder is the project's folder when it may be given as an argument too.
func (a *app) folder(args []string) string {
	if len(args) > 0 {
		a.dir = args[0]
	}
	return a.dir
}
