package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/config"
)

// assignments are the values of variables that the command line gives.
type assignments []config.Assignment

// variable is the flag --var. It and --var-file share a list, as the order in
// which both stand on the command line decides which value wins.
type variable assignments

func (v *variable) String() string { return "" }
func (v *variable) Type() string   { return "NAME=VALUE" }

func (v *variable) Set(s string) error {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return errors.New("a variable is given as NAME=VALUE")
	}
	*v = append(*v, config.Assignment{Name: strings.TrimSpace(name), Value: value})
	return nil
}

// parameters is the flag --parameters.
type parameters []string

func (p *parameters) String() string { return "" }
func (p *parameters) Type() string   { return "FILE" }

func (p *parameters) Set(s string) error {
	if strings.HasPrefix(strings.TrimSpace(s), "{") {
		return errors.New("parameters are given as a FILE or as NAME=VALUE, and not as JSON")
	}
	*p = append(*p, s)
	return nil
}

// flagError says what is wrong with a flag, and repeats no value that may be a secret.
func flagError(cmd *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		switch invalid.GetFlag().Value.(type) {
		case *variable, *parameters:
			return fmt.Errorf("invalid argument for \"--%s\" flag: %w", invalid.GetFlag().Name, invalid.Unwrap())
		}
	}
	return unknownFlag(cmd, err)
}

// variableFile is the flag --var-file.
type variableFile assignments

func (v *variableFile) String() string { return "" }
func (v *variableFile) Type() string   { return "FILE" }

func (v *variableFile) Set(s string) error {
	*v = append(*v, config.Assignment{File: s})
	return nil
}
