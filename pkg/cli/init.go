package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/appnetlint/appnetlint/pkg/config"
)

func newInitCommand(stderr io.Writer) *cobra.Command {
	var o inputOptions
	var force bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a commented configuration, " + config.FileName,
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			path := o.inDir(config.FileName)
			if err := create(path, force); err != nil {
				return fmt.Errorf("%s: %w", o.shown(path), err)
			}
			_, err := fmt.Fprintf(stderr, "Wrote %s: all in it is a comment, until you change that.\n", o.shown(path))
			return err
		},
	}
	cmd.Flags().StringVar(&o.chdir, "chdir", "", "work in `DIR`")
	cmd.Flags().BoolVar(&force, "force", false, "replace a configuration that there is")
	return cmd
}

// create writes the configuration; over one that there is only where that is wanted.
func create(path string, force bool) error {
	if force {
		return replaceFile(path, []byte(config.Template))
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644) //nolint:gosec // for everyone to read
	if errors.Is(err, fs.ErrExist) {
		return errors.New("there is a configuration already: --force replaces it")
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(config.Template)
	return errors.Join(err, file.Close())
}
