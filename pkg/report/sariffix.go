package report

import (
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// The types below are the part of SARIF that tells fixes: section 3.55 of the standard.

type sarifFix struct {
	Description sarifText             `json:"description"`
	Changes     []sarifArtifactChange `json:"artifactChanges"`
}

type sarifArtifactChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion  `json:"deletedRegion"`
	Inserted *sarifInsert `json:"insertedContent,omitempty"`
}

type sarifInsert struct {
	Text string `json:"text"`
}

// sarifFixes are the edits of a finding, if it has any: one fix.
func (v *view) sarifFixes(f *lint.Finding) []sarifFix {
	if f.Fix == nil || len(f.Fix.Edits) == 0 {
		return nil
	}
	fix := sarifFix{Description: sarifText{Text: "Apply what appnetlint --fix would change."}}
	for _, e := range f.Fix.Edits {
		p := v.place(e.At, f.Root)
		artifact := artifact(p.path)
		if n := len(fix.Changes); n == 0 || fix.Changes[n-1].Artifact != artifact {
			fix.Changes = append(fix.Changes, sarifArtifactChange{Artifact: artifact})
		}
		start, end := p.start(source.UTF16), p.end(source.UTF16)
		replacement := sarifReplacement{Deleted: sarifRegion{
			StartLine: start.Line, StartColumn: start.Column, EndLine: end.Line, EndColumn: end.Column,
		}}
		if e.Text != "" {
			replacement.Inserted = &sarifInsert{e.Text}
		}
		last := &fix.Changes[len(fix.Changes)-1]
		last.Replacements = append(last.Replacements, replacement)
	}
	return []sarifFix{fix}
}
