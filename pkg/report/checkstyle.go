package report

import (
	"bufio"
	"cmp"
	"strconv"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

// Checkstyle is the format of XML that Checkstyle writes.
const Checkstyle Format = "checkstyle"

// checkstyleVersion is the version of Checkstyle whose format is written.
const checkstyleVersion = "10.0"

// checkstyleError is one finding, or something that could not be read.
type checkstyleError struct {
	at                        place
	severity, message, source string
}

// writeCheckstyle prints XML as Checkstyle does, which many servers and editors
// read. https://checkstyle.org/result_reports.html
func writeCheckstyle(w *bufio.Writer, v *view) error {
	var files []string
	errors := map[string][]checkstyleError{}
	add := func(e checkstyleError) {
		file := cmp.Or(plain(hostPath(e.at)), ".")
		if errors[file] == nil {
			files = append(files, file)
		}
		errors[file] = append(errors[file], e)
	}
	for _, e := range v.Errors {
		add(checkstyleError{v.error(e), lint.Error.String(), v.say(e.Message), toolName + "." + unread})
	}
	for i := range v.Findings {
		f := &v.Findings[i]
		shown, _ := v.finding(f)
		add(checkstyleError{shown, checkstyleSeverity(severity(f)), v.whole(f), checkstyleSource(f.Check)})
	}

	m := newMarkup(w)
	m.open("checkstyle", attribute{"version", checkstyleVersion})
	for _, file := range files {
		m.open("file", attribute{"name", file})
		for _, e := range errors[file] {
			m.put("error", "", v.checkstyleAttributes(e)...)
		}
		m.close()
	}
	m.close()
	return nil
}

func (v *view) checkstyleAttributes(e checkstyleError) []attribute {
	r := v.region(e.at)
	out := []attribute{{"line", strconv.Itoa(r.StartLine)}}
	if r.StartColumn > 0 {
		out = append(out, attribute{"column", strconv.Itoa(r.StartColumn)})
	}
	return append(out, attribute{"severity", e.severity}, attribute{"message", e.message}, attribute{"source", e.source})
}

func checkstyleSeverity(s lint.Severity) string {
	if s == lint.Error || s == lint.Warning {
		return s.String()
	}
	return "info"
}

// checkstyleSource names a rule in the manner of a Java class, of which readers
// take the last word as the type and the one before it as the category.
func checkstyleSource(c *lint.Check) string {
	if c.Family == "" {
		return toolName + "." + c.Name
	}
	return toolName + "." + c.Family + "." + c.Name
}
