package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
)

const (
	// GitHub is the format of workflow commands for GitHub Actions.
	GitHub Format = "github"
	// maxAnnotations is how many annotations of one level GitHub shows of a step.
	maxAnnotations = 10
	// maxSummary is the length in bytes up to which a job summary is written.
	// GitHub refuses one of more than 1 MiB a step, and other commands of the
	// step may write to it too.
	maxSummary = 1_000_000
)

// writeGitHub prints workflow commands, which GitHub Actions shows as annotations:
//
//	::warning file=main.tf,line=8,endLine=8,col=3,endColumn=36,title=…::message
//
// What is above the number of annotations that GitHub shows is printed for the
// log. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func writeGitHub(w *bufio.Writer, v *view) error {
	g := github{view: v, shown: map[lint.Severity]int{}}
	for _, e := range v.Errors {
		g.annotate(w, lint.Error, v.error(e), "This could not be read", v.say(e.Message))
	}
	for _, f := range v.gravestFirst() {
		shown, _ := v.finding(f)
		message := v.say(f.Message)
		if f.Address != "" {
			message += "\nResource: " + plain(f.Address)
		}
		if p := page(f.Check); p != "" {
			message += "\n" + plain(p)
		}
		g.annotate(w, severity(f), shown, title(f.Check), message)
	}
	g.writeRest(w)
	return nil
}

// WriteGitHubSummary prints a report in Markdown for the job summary of GitHub
// Actions: the file that GITHUB_STEP_SUMMARY names, to which it is appended.
// It holds what annotations have no room for.
func WriteGitHubSummary(w io.Writer, r Report, opts Options) error {
	b := bufio.NewWriter(w)
	writeMarkdownUpTo(b, newView(r, opts), maxSummary)
	return b.Flush()
}

type github struct {
	*view
	shown map[lint.Severity]int
	rest  []string
}

// annotate prints a workflow command, or keeps the line for the log.
func (g *github) annotate(w io.Writer, level lint.Severity, p place, title, message string) {
	if g.shown[level] == maxAnnotations {
		where := position(p)
		if where != "" {
			where += ": "
		}
		g.rest = append(g.rest, where+level.String()+": "+strings.ReplaceAll(message, "\n", " "))
		return
	}
	g.shown[level]++
	fmt.Fprintf(w, "::%s %s::%s\n", githubLevel(level), g.properties(p, title), githubData.Replace(message))
}

// properties are the place and title of a command. GitHub takes columns only
// of what lies in one line.
func (g *github) properties(p place, title string) string {
	var out []string
	put := func(name, value string) { out = append(out, name+"="+githubProperty.Replace(value)) }
	if file := hostFile(p); file != "" {
		put("file", plain(file))
	}
	if p.at.HasText() {
		r := g.region(p)
		put("line", strconv.Itoa(r.StartLine))
		put("endLine", strconv.Itoa(r.EndLine))
		if r.StartLine == r.EndLine {
			put("col", strconv.Itoa(r.StartColumn))
			put("endColumn", strconv.Itoa(r.EndColumn))
		}
	}
	put("title", title)
	return strings.Join(out, ",")
}

// writeRest prints what is not annotated. No line may begin with a command.
func (g *github) writeRest(w io.Writer) {
	if len(g.rest) == 0 {
		return
	}
	fmt.Fprintf(w, "GitHub shows %d annotations of a level, these come on top:\n", maxAnnotations)
	for _, line := range g.rest {
		fmt.Fprintf(w, "- %s\n", line)
	}
}

// githubLevel is the name of the command for a level.
func githubLevel(s lint.Severity) string {
	if s == lint.Error || s == lint.Warning {
		return s.String()
	}
	return "notice"
}

// What is escaped in the data and in the properties of a workflow command, so that
// the runner reads back what was meant.
var (
	githubData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
