package cli

import (
	"errors"
	"strings"

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

// variableFile is the flag --var-file.
type variableFile assignments

func (v *variableFile) String() string { return "" }
func (v *variableFile) Type() string   { return "FILE" }

func (v *variableFile) Set(s string) error {
	*v = append(*v, config.Assignment{File: s})
	return nil
}
