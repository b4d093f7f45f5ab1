// Package functions holds the functions of Terraform's language, for an
// evaluator that works without Terraform. What a function returns is what
// Terraform 1.11 returns for the same arguments; on top of that each function
// is exact about marks and about what is unknown, stays within a budget, and
// sees nothing of the outside but the files it is given.
package functions

import (
	"maps"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// Options say what functions may see of the outside, and how much they may make.
type Options struct {
	// Files reads the files that file, templatefile, fileset and their like ask
	// for. Without it their results are unknown.
	Files Files
	// Dir is the folder that relative paths are relative to, as a slash path
	// within Files. For Terraform it is the working directory of the root module.
	Dir string
	// MaxBytes bounds a string that a function makes, and the text that it is
	// given, in bytes; 16 MB if zero.
	MaxBytes int
	// MaxItems bounds the elements of a collection that a function makes;
	// 100,000 if zero. The values it is given may be ten times as many, counted
	// with all that they hold.
	MaxItems int
}

// Table returns the functions by the names that expressions call them by: each
// one plainly (upper) and in the namespace of the language (core::upper), and
// those of Terraform's built-in provider (provider::terraform::encode_expr).
//
// All functions accept unknown and marked arguments of any type and check types
// themselves, so that no conversion happens before the budgets are looked at.
func Table(o Options) map[string]function.Function {
	e := &environment{options: o, limits: o.limits()}
	e.table = e.build()
	return maps.Clone(e.table)
}

// Fits returns an error if a value is larger than what functions take: in the
// number of values it holds, in the text, or in the digits of a number.
//
// What a value shares counts as often as it occurs. An evaluator must ask
// before it calls a function with values that it put together itself: sixty
// tuples that each hold the one before twice take no memory, but cty walks
// through arguments, one by one, before a function sees them.
func (o Options) Fits(v cty.Value) error {
	_, err := o.limits().weigh([]cty.Value{v})
	return err
}

func (o Options) limits() limits {
	l := limits{bytes: o.MaxBytes, items: o.MaxItems}
	if l.bytes <= 0 {
		l.bytes = 16 << 20
	}
	if l.items <= 0 {
		l.items = 100_000
	}
	return l
}

// environment is what functions share.
type environment struct {
	options Options
	limits  limits
	// table holds the functions as they are outside of templates.
	table map[string]function.Function
}

func (e *environment) build() map[string]function.Function {
	groups := []map[string]entry{
		stringEntries(), formatEntries(), regexEntries(), numberEntries(),
		collectionEntries(), setEntries(), conversionEntries(), markEntries(),
		encodingEntries(e.limits), hashEntries(), timeEntries(), cidrEntries(),
		tryEntries(), outsideEntries(), e.fileEntries(), e.templateEntries(0, nil),
	}
	table := make(map[string]function.Function, 320) // room for all of them, each under two names
	for _, group := range groups {
		e.add(table, group)
	}
	for name, en := range providerEntries() {
		table["provider::terraform::"+name] = e.guard(en)
	}
	return table
}

func (e *environment) add(table map[string]function.Function, group map[string]entry) {
	for name, en := range group {
		f := e.guard(en)
		table[name] = f
		table["core::"+name] = f
	}
}
