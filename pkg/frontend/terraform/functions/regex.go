package functions

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"time"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

func regexEntries() map[string]entry {
	return map[string]entry{
		"regex":    made(stdlib.RegexFunc).within(regexFits),
		"regexall": made(stdlib.RegexAllFunc).within(regexAllFits),
	}
}

// A regular expression takes a time that grows with the length of the text
// times the size of the compiled expression, and with the number of matches
// tried. The first two are bounded by regexWork, the last by regexTime.
const (
	regexWork = 100_000_000
	regexTime = time.Second
)

var errRegexWork = errors.New("applying the regular expression to this text would exceed the budget of work")

// replaceFunction replaces a plain part, or what a regular expression between
// slashes matches.
func replaceFunction() function.Function {
	return plain(cty.String, params(param("str", cty.String), param("substr", cty.String), param("replace", cty.String)), nil,
		func(args []cty.Value) (cty.Value, error) {
			s, with := args[0].AsString(), args[2].AsString()
			pattern, ok := betweenSlashes(args[1].AsString())
			if !ok {
				return cty.StringVal(strings.ReplaceAll(s, args[1].AsString(), with)), nil
			}
			re, err := regexp.Compile(pattern)
			if err != nil {
				return cty.NilVal, function.NewArgError(1, err)
			}
			return cty.StringVal(re.ReplaceAllString(s, with)), nil
		})
}

func betweenSlashes(s string) (string, bool) {
	if len(s) > 1 && s[0] == '/' && s[len(s)-1] == '/' {
		return s[1 : len(s)-1], true
	}
	return s, false
}

func replaceFits(args []cty.Value, l limits) error {
	s, part, with := args[0].AsString(), args[1].AsString(), args[2].AsString()
	pattern, ok := betweenSlashes(part)
	if !ok {
		n := int64(strings.Count(s, part))
		return l.product(int64(len(with)), n, int64(len(s))-n*int64(len(part)))
	}
	// Each reference to a group inserts at most the whole match.
	references, size := strings.Count(with, "$"), len(s)
	return survey(pattern, s, func(match string) error {
		size += len(with) + references*len(match)
		return l.text(size)
	})
}

func regexFits(args []cty.Value, _ limits) error {
	_, err := affordable(args[0].AsString(), args[1].AsString())
	return err
}

func regexAllFits(args []cty.Value, l limits) error {
	n := 0
	return survey(args[0].AsString(), args[1].AsString(), func(string) error {
		n++
		return l.count(n)
	})
}

// affordable compiles a pattern whose use on a text stays within the budget.
// A pattern that is not valid gives nil: the function tells.
func affordable(pattern, s string) (*regexp.Regexp, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, nil //nolint:nilerr // the function itself reports it
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, nil //nolint:nilerr // as above
	}
	if len(prog.Inst)*(len(s)+1) > regexWork {
		return nil, errRegexWork
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, nil //nolint:nilerr // as above
	}
	return re, nil
}

// survey goes through the matches without keeping anything, and stops at the
// first error.
func survey(pattern, s string, each func(match string) error) error {
	re, err := affordable(pattern, s)
	if re == nil {
		return err
	}
	return visit(re, s, each)
}

// stop carries an error out of the loop of the regexp package, which offers no
// other way to end it.
type stop struct{ err error }

func visit(re *regexp.Regexp, s string, each func(match string) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			stopped, ok := r.(stop)
			if !ok {
				panic(r)
			}
			err = stopped.err
		}
	}()
	began := time.Now()
	re.ReplaceAllStringFunc(s, func(match string) string {
		if err := each(match); err != nil {
			panic(stop{err})
		}
		if time.Since(began) > regexTime {
			panic(stop{errRegexWork})
		}
		return ""
	})
	return nil
}
