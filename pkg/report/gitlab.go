package report

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// GitLab is the format of GitLab's report on code quality.
const GitLab Format = "gitlab"

// gitlabIssue is an item of GitLab's report on code quality: the part of the Code
// Climate format that GitLab reads.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    gitlabSeverity `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// gitlabSeverity is a severity that GitLab knows.
type gitlabSeverity string

const (
	gitlabInfo     gitlabSeverity = "info"
	gitlabMajor    gitlabSeverity = "major"
	gitlabCritical gitlabSeverity = "critical"
	gitlabBlocker  gitlabSeverity = "blocker" // what could not be read
)

// writeGitLab prints a report on code quality for a merge request of GitLab.
func writeGitLab(w *bufio.Writer, v *view) error {
	s := newStream(w)
	prints := gitlabPrints{}
	w.WriteByte('[')
	for _, e := range v.Errors {
		s.put("", v.gitlabError(e, prints))
	}
	for i := range v.Findings {
		s.put("", v.gitlabFinding(&v.Findings[i], prints))
	}
	if s.first {
		w.WriteString("]\n")
		return s.err
	}
	s.close("]\n")
	return s.err
}

func (v *view) gitlabError(e *source.Error, prints gitlabPrints) gitlabIssue {
	at, message := v.gitlabLocation(v.error(e)), v.say(e.Message)
	return gitlabIssue{message, unread, prints.next(unread, at.Path, message), gitlabBlocker, at}
}

func (v *view) gitlabFinding(f *lint.Finding, prints gitlabPrints) gitlabIssue {
	shown, origin := v.finding(f)
	at := v.gitlabLocation(shown)
	return gitlabIssue{
		Description: v.whole(f),
		CheckName:   f.Check.Name,
		Fingerprint: prints.next(f.Check.Name, at.Path, f.Root, f.Address, v.subject(f, shown, origin)),
		Severity:    gitlabSeverityOf(severity(f)),
		Location:    at,
	}
}

func (v *view) gitlabLocation(p place) gitlabLocation {
	return gitlabLocation{cmp.Or(plain(hostPath(p)), "."), gitlabLines{v.region(p).StartLine}}
}

// subject tells findings of one rule on one resource apart: by what is written at
// their places, without secrets, or where there is none by their message.
func (v *view) subject(f *lint.Finding, shown, origin place) string {
	if !shown.at.HasText() {
		return v.say(f.Message)
	}
	if origin.at.HasText() {
		shown = origin
	}
	return v.blots.text(shown.at.File, shown.at.Start, shown.at.End)
}

func gitlabSeverityOf(s lint.Severity) gitlabSeverity {
	switch s {
	case lint.Error:
		return gitlabCritical
	case lint.Warning:
		return gitlabMajor
	default:
		return gitlabInfo
	}
}

// gitlabPrints counts how often a fingerprint was used. A fingerprint holds no line
// number, so that an issue is the same one after lines above it have moved.
type gitlabPrints map[[sha256.Size]byte]int

// next returns the fingerprint of what has the given parts; no two are the same.
func (p gitlabPrints) next(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	p[sum]++
	if n := p[sum]; n > 1 {
		return p.next(append(parts, strconv.Itoa(n))...)
	}
	return hex.EncodeToString(sum[:16])
}
