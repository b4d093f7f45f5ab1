package suppress

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

const (
	untilOption = "until"
	reasonSign  = "--"
)

// verbs are the first words of directives: for a part of a file, and for all of it.
var verbs = map[bool]string{false: word + ":ignore", true: word + ":ignore-file"}

// firstYear is the earliest year that a date may have: before it, it is a typo.
const firstYear = 2000

const (
	writeRule = `Write "appnetlint:ignore RULE -- reason".`
	writeDate = `Write it as in "until=2027-01-31".`
)

// begins reports whether a text is a directive or an attempt at one. Prose that
// mentions a directive further on is neither.
func begins(text string) bool {
	rest, ok := cutFold(text, word)
	if !ok || rest == "" {
		return false
	}
	switch rest[0] {
	case ':':
		return true
	case '-':
		return startsWithLetter(rest[1:])
	}
	spaced := strings.TrimLeftFunc(rest, unicode.IsSpace)
	after, ok := cutFold(spaced, "ignore")
	return ok && len(spaced) < len(rest) && !startsWithLetter(after)
}

// cutFold cuts a prefix of ASCII letters in any case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func startsWithLetter(s string) bool {
	for _, r := range s {
		return unicode.IsLetter(r)
	}
	return false
}

// directive reads a line that begins like a directive. It returns false if
// nothing can be made of it.
func (p *parser) directive(l line) (Directive, bool) {
	verb := l.text
	if end := strings.IndexFunc(l.text, unicode.IsSpace); end >= 0 {
		verb = l.text[:end]
	}
	d := Directive{File: verb == verbs[true]}
	if verb != verbs[d.File] {
		p.problem(l.at(0, len(l.text)), lint.Note, "This comment looks like a suppression but is none, so that it suppresses nothing. "+
			`Write "appnetlint:ignore RULE -- reason", or "appnetlint:ignore-file RULE -- reason" for the whole file.`)
		return d, false
	}
	s := statement{parser: p, line: l, d: &d, wantsName: true}
	words, reason := split(l.text, len(verb))
	d.Reason = clean(reason)
	for _, w := range words {
		if !s.word(w) {
			return d, false
		}
	}
	return d, s.end()
}

// statement is what stands between the first word and the reason, while it is read.
type statement struct {
	*parser
	line line
	d    *Directive
	// named is set once a rule was named, known or not.
	named bool
	// wantsName is set at the start and behind a comma.
	wantsName bool
}

// word reads one word. It returns false if the directive is void.
func (s *statement) word(w token) bool {
	switch {
	case w.text == ",":
		if s.wantsName {
			s.missingName(w)
		}
		s.wantsName = true
		return true
	case strings.Contains(w.text, "="):
		return s.option(w)
	case !s.wantsName || !nameLike(w.text):
		return s.void(w, fmt.Sprintf("This suppression cannot be read from %s on, so that it suppresses nothing. Commas separate rules, "+
			"and the reason stands behind two dashes with a space on each side. %s", quote(w.text), writeRule))
	}
	s.wantsName, s.named = false, true
	s.rule(w)
	return true
}

func (s *statement) rule(w token) {
	switch {
	case w.text == all:
		s.d.All = true
	case own(w.text):
		s.tell(w, lint.Note, fmt.Sprintf("The rule %s is about suppressions themselves, so that no comment suppresses it. "+
			`Use "--disable-rule %s".`, quote(w.text), w.text))
	case !s.names[w.text]:
		s.unknown(w)
	case !slices.Contains(s.d.Rules, w.text):
		s.d.Rules = append(s.d.Rules, w.text)
	}
}

// unknown tells of a name that no rule has. It is a warning, for the user believes
// that something is suppressed.
func (s *statement) unknown(w token) {
	if len(s.problems) >= maxProblems {
		return // to look for the nearest name takes time
	}
	_, err := lint.Find(s.known, shorten(w.text))
	if err == nil {
		return
	}
	message := fmt.Sprintf("This suppression names a rule in vain: %s", err)
	if !strings.HasSuffix(message, "?") {
		message += "."
	}
	s.tell(w, lint.Warning, message)
}

// option reads an option. It returns false if the directive is void: without its
// date it would hold longer than was meant.
func (s *statement) option(w token) bool {
	name, date, _ := strings.Cut(w.text, "=")
	if name != untilOption {
		return s.void(w, fmt.Sprintf("There is no option %s of a suppression, so that this one suppresses nothing. "+
			`The only option is "until=YYYY-MM-DD".`, quote(name)))
	}
	if !s.d.Until.IsZero() {
		return s.void(w, `This suppression has two dates, so that it suppresses nothing. Delete one "until".`)
	}
	day, err := time.Parse(dateFormat, date)
	if err != nil || day.Year() < firstYear {
		return s.void(w, fmt.Sprintf("%s is not a date, so that this suppression suppresses nothing. %s", quote(date), writeDate))
	}
	s.d.Until = day
	return true
}

// end looks at what is still missing. It returns false if the directive is void.
func (s *statement) end() bool {
	everything := token{s.line.text, 0, len(s.line.text)}
	switch {
	case !s.named:
		return s.void(everything, fmt.Sprintf(`This suppression names no rule, so that it suppresses nothing. %s "all" stands for every rule.`, writeRule))
	case s.d.All && len(s.d.Rules) > 0:
		return s.void(everything, `This suppression names rules besides "all", so that it suppresses nothing. Write either the rules or "all".`)
	case s.wantsName:
		s.missingName(everything)
	}
	return true
}

func (s *statement) missingName(w token) {
	s.tell(w, lint.Note, "The name of a rule is missing beside a comma, so that this suppression holds only for the rules that it names. "+
		"Add the name on the same line, or delete the comma.")
}

func (s *statement) void(w token, message string) bool {
	s.tell(w, lint.Note, message)
	return false
}

func (s *statement) tell(w token, severity lint.Severity, message string) {
	s.problem(s.line.at(w.start, w.end), severity, message)
}
