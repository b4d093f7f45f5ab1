// Package cli is the command line: commands, flags and exit codes. It is the
// only package that prints, reads the environment or decides how a run ends.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes of every command.
const (
	ExitClean    = 0 // nothing at or above the failing level
	ExitFindings = 1 // findings
	ExitFailed   = 2 // something could not be read, or the call is wrong
	// ExitInterrupted is what shells expect of a program that Ctrl-C ended.
	ExitInterrupted = 130
)

// exit ends a command with a code, after it has said what there is to say.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Main runs the command line and returns the exit code.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program as it stands

	root := newRootCommand(stdin, stdout, stderr)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)

	var code exit
	switch {
	case err == nil:
		return ExitClean
	case ctx.Err() != nil:
		fmt.Fprintln(stderr, "appnetlint: interrupted")
		return ExitInterrupted
	case errors.As(err, &code):
		return int(code)
	}
	fmt.Fprintf(stderr, "appnetlint: %s\n", err)
	return ExitFailed
}

func newRootCommand(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	var o lintOptions
	root := &cobra.Command{
		Use:   "appnetlint [flags] [PATH…]",
		Short: "Find Azure App Service networking mistakes before they are deployed",
		Long: `appnetlint finds Azure App Service networking mistakes in infrastructure code
before it is deployed. It reads Terraform configuration, plans and state as
terraform show -json prints them, and binary plan files where terraform or tofu
is installed; Bicep, ARM templates, their parameter files, and what-if results.

PATH is a folder, a file, or - for a plan, template or what-if result on standard
input; without one, the working directory is linted.`,
		Example: `  appnetlint
  appnetlint --recursive infra
  terraform plan -out=tfplan && terraform show -json tfplan > plan.json
  appnetlint plan.json
  appnetlint main.bicep
  appnetlint azuredeploy.json --parameters prod.parameters.json
  appnetlint --format text --format sarif=appnetlint.sarif plan.json`,
		Args:          cobra.ArbitraryArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := o.misspelt(cmd, args); err != nil {
				return err
			}
			return runLint(cmd.Context(), &o, args, stdin, stdout, stderr)
		},
	}
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(flagError)
	o.register(root.Flags())
	completeFlags(root)
	root.AddCommand(newReachCommand(stdin, stdout, stderr), newMapCommand(stdin, stdout, stderr), newRulesCommand(stdout), newExplainCommand(stdout), newVersionCommand(stdout))
	root.AddCommand(newInitCommand(stderr), newBaselineCommand(stdin, stderr))
	root.AddCommand(packagingCommands(stdout)...)
	return root
}
