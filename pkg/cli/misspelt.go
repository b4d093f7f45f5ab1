package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// misspelt takes a path that is not there for a command, where it is nearly called so.
func (o *lintOptions) misspelt(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if _, err := os.Stat(o.inDir(args[0])); !errors.Is(err, os.ErrNotExist) {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	if near := lint.Nearest(names, args[0]); near != "" {
		return fmt.Errorf("there is no file, directory or command %q; did you mean %q?", args[0], near)
	}
	return nil
}

// unknownFlag names the flag that is most like one that there is not.
func unknownFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := lint.Nearest(names, unknown.GetSpecifiedName()); near != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, near)
	}
	return fmt.Errorf("%w; %s --help lists all", err, cmd.CommandPath())
}
