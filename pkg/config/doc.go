// Package config reads the file .appnetlint.hcl, in which a repository says which
// rules it wants, what it lets pass and why, and which policies it has. The file is
// data: nothing in it runs code or reads files, and whatever it does not know is an
// error that offers the nearest name.
package config

import (
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/policy"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// FileName is what the file is called.
const FileName = ".appnetlint.hcl"

// Config is what a file says. The zero value says nothing.
type Config struct {
	// File is the file; nil where there is none.
	File *source.File
	// Formats are how findings are printed, as the flag --format takes them.
	Formats []string
	// Failing is from which level findings fail the run; 0 where the file says nothing.
	Failing lint.Severity
	// Baseline is the path of the baseline beside the file; "" where there is none.
	Baseline string
	// Exclude are globs of paths that are not linted.
	Exclude []Glob
	// Only are the rules that run and no others, where it is not empty.
	Only []string
	// DisabledByDefault leaves only the rules that are enabled by name.
	DisabledByDefault bool
	// Rules are the settings of single rules by name.
	Rules map[string]*Rule
	// Ignores are what is let pass.
	Ignores []*Ignore
	// Policies are the rules of the repository itself.
	Policies []*policy.Policy

	known []*lint.Check // the rules of the program, then the policies
}

// Rule is what a file says of one rule.
type Rule struct {
	Name string
	// Enabled is nil where the file does not say.
	Enabled *bool
	// Severity is that of its findings; 0 leaves it.
	Severity lint.Severity
	// Paths are where it is wanted, everywhere if there are none, and Exclude where it is not.
	Paths, Exclude []Glob
}

// Known returns all rules that there are with this file: those of the program and the
// policies.
func (c *Config) Known() []*lint.Check { return c.known }
