package report

import (
	"bufio"
	"cmp"
	"path"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// JUnit is the format of test results.
const JUnit Format = "junit"

// writeJUnit prints test results as JUnit does, in the form that Jenkins describes:
// https://github.com/jenkinsci/xunit-plugin (junit-10.xsd). A configuration is a
// suite. A test is a rule on a resource: findings of level error and warning fail
// it, notes are its output. A rule without findings is a test that passes, unless
// something in the configuration could not be read. What could not be read is in a
// suite of its own, as tests that end in an error.
func writeJUnit(w *bufio.Writer, v *view) error {
	suites := v.junitSuites()
	if len(v.Errors) > 0 {
		suites = append(suites, v.junitErrors())
	}
	var all junitTally
	for _, s := range suites {
		all.add(s.tally())
	}
	m := newMarkup(w)
	m.open("testsuites", append([]attribute{{"name", toolName}}, all.attributes()...)...)
	for _, s := range suites {
		t := s.tally()
		m.open("testsuite", append(append([]attribute{{"name", s.name}}, t.attributes()...), attribute{"skipped", strconv.Itoa(t.skipped)})...)
		for _, c := range s.tests {
			c.write(m)
		}
		m.close()
	}
	m.close()
	return nil
}

// junitSuite is a configuration.
type junitSuite struct {
	root, name string
	tests      []*junitTest
	byKey      map[[2]string]*junitTest
}

// junitTest is a rule on a resource.
type junitTest struct {
	rule, name string
	// level is that of the gravest finding, or 0.
	level lint.Severity
	// message is the gravest finding's; lines tell all of them.
	message string
	lines   []string
	// undecided says what has to be known for an answer.
	undecided string
	// broken is set if there was no test.
	broken bool
}

type junitTally struct{ tests, failures, errors, skipped int }

func (t *junitTally) add(o junitTally) {
	t.tests += o.tests
	t.failures += o.failures
	t.errors += o.errors
	t.skipped += o.skipped
}

func (t junitTally) attributes() []attribute {
	return []attribute{
		{"tests", strconv.Itoa(t.tests)},
		{"failures", strconv.Itoa(t.failures)},
		{"errors", strconv.Itoa(t.errors)},
	}
}

func (s *junitSuite) tally() junitTally {
	t := junitTally{tests: len(s.tests)}
	for _, c := range s.tests {
		switch {
		case c.broken:
			t.errors++
		case c.level > lint.Note:
			t.failures++
		case c.skipped():
			t.skipped++
		}
	}
	return t
}

func (c *junitTest) skipped() bool { return c.level == 0 && c.undecided != "" }

func (c *junitTest) write(m *markup) {
	names := []attribute{{"classname", c.rule}, {"name", c.name}}
	text := strings.Join(c.lines, "\n")
	if !c.broken && c.level == 0 && !c.skipped() {
		m.put("testcase", "", names...)
		return
	}
	m.open("testcase", names...)
	switch {
	case c.broken:
		m.put("error", text, attribute{"type", unread}, attribute{"message", c.message})
	case c.level > lint.Note:
		m.put("failure", text, attribute{"type", c.level.String()}, attribute{"message", c.message})
	case c.skipped():
		m.put("skipped", "", attribute{"message", "undecided: " + c.undecided})
	default:
		m.put("system-out", text)
	}
	m.close()
}

// junitSuites makes a suite of every configuration that was named or has findings.
func (v *view) junitSuites() []*junitSuite {
	var suites []*junitSuite
	byRoot := map[string]*junitSuite{}
	suite := func(root string) *junitSuite {
		root = path.Clean(root)
		s := byRoot[root]
		if s == nil {
			name := cmp.Or(plain(hostPath(place{path: v.path(root)})), ".")
			s = &junitSuite{root: root, name: name, byKey: map[[2]string]*junitTest{}}
			byRoot[root], suites = s, append(suites, s)
		}
		return s
	}
	for _, root := range v.Roots {
		suite(root)
	}
	for i := range v.Findings {
		v.junitFinding(suite(v.Findings[i].Root), &v.Findings[i])
	}
	if v.ShowUndecided {
		for i := range v.Undecided {
			v.junitUndecided(suite(v.Undecided[i].Root), &v.Undecided[i])
		}
	}
	for _, root := range v.Roots {
		v.junitPassed(suite(root))
	}
	return suites
}

func (s *junitSuite) test(rule, name string) *junitTest {
	key := [2]string{rule, name}
	t := s.byKey[key]
	if t == nil {
		t = &junitTest{rule: rule, name: name}
		s.byKey[key], s.tests = t, append(s.tests, t)
	}
	return t
}

func (v *view) junitFinding(s *junitSuite, f *lint.Finding) {
	shown, origin := v.finding(f)
	where := position(shown)
	t := s.test(f.Check.Name, cmp.Or(plain(f.Address), where, s.name))
	message := v.say(f.Message)
	if level := severity(f); level > t.level {
		t.level, t.message = level, message
	}
	t.lines = append(t.lines, joinNonEmpty(": ", where, severity(f).String(), message))
	for _, r := range f.Related {
		t.lines = append(t.lines, "  "+joinNonEmpty(", ", v.say(r.Message), plain(r.Address), position(v.place(r.At, f.Root))))
	}
	if origin.path != "" {
		t.lines = append(t.lines, "  in the downloaded module, at "+position(origin))
	}
	if p := page(f.Check); p != "" {
		t.lines = append(t.lines, "  "+plain(p))
	}
}

func (v *view) junitUndecided(s *junitSuite, u *lint.Undecided) {
	t := s.test(u.Check.Name, cmp.Or(plain(u.Address), position(v.place(u.At, u.Root)), s.name))
	t.undecided = joinNonEmpty(", ", t.undecided, v.say(u.Why))
}

// junitPassed adds the rules that found nothing in a configuration, nor in those
// that lie within it: of several folders only the one above them is named.
func (v *view) junitPassed(s *junitSuite) {
	for _, e := range v.Errors {
		if p := v.error(e); p.path == "" || within(p.path, v.path(s.root)) {
			return
		}
	}
	asked := map[string]bool{}
	for i := range v.Findings {
		if within(v.Findings[i].Root, s.root) {
			asked[v.Findings[i].Check.Name] = true
		}
	}
	for _, t := range s.tests { // the undecided ones
		asked[t.rule] = true
	}
	for _, c := range v.Checks {
		if !asked[c.Name] {
			asked[c.Name] = true
			s.test(c.Name, "no findings")
		}
	}
}

// within reports whether a path is a folder or lies in it.
func within(p, folder string) bool {
	p, folder = path.Clean(p), path.Clean(folder)
	inside := !isAbsolute(p) && p != ".." && !strings.HasPrefix(p, "../")
	return p == folder || folder == "." && inside || strings.HasPrefix(p, strings.TrimSuffix(folder, "/")+"/")
}

// junitErrors is the suite of what could not be read.
func (v *view) junitErrors() *junitSuite {
	s := &junitSuite{name: "reading", byKey: map[[2]string]*junitTest{}}
	for _, e := range v.Errors {
		message, where := v.say(e.Message), position(v.error(e))
		t := s.test(unread, cmp.Or(where, "configuration"))
		t.broken, t.message = true, cmp.Or(t.message, message)
		t.lines = append(t.lines, joinNonEmpty(": ", where, message))
	}
	return s
}
