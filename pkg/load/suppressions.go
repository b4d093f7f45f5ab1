package load

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/frontend/terraform/module"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/lint/suppress"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// suppressions finds what may suppress findings in the files of a root.
func suppressions(root *iac.Root) []suppress.Input {
	var out []suppress.Input
	for _, f := range root.Files {
		switch in := (suppress.Input{File: f.File, Downloaded: f.Downloaded}); f.Language {
		case iac.HCL:
			if suppress.Mentioned(f.Content) {
				in.Comments, in.Blocks = moduleComments(f.File), module.Blocks(f.File)
				out = append(out, in)
			}
		case iac.Bicep:
			if suppress.Mentioned(f.Content) || strings.Contains(string(f.Content), "#disable-") {
				inBicep(&in)
				out = append(out, in)
			}
		case iac.JSON:
			if suppress.Mentioned(f.Content) {
				inJSON(&in)
				out = append(out, in)
			}
		}
	}
	return out
}

func moduleComments(f *source.File) []suppress.Comment {
	var out []suppress.Comment
	for _, c := range module.Comments(f) {
		out = append(out, suppress.CommentAt(c.At))
	}
	return out
}

func comments(list []source.Range) []suppress.Comment {
	out := make([]suppress.Comment, len(list))
	for i, at := range list {
		out[i] = suppress.CommentAt(at)
	}
	return out
}

// inBicep finds the comments and pragmas of a Bicep file. The line that a pragma is for
// is covered whole, with the declarations and members that begin on it.
func inBicep(in *suppress.Input) {
	file := syntax.Parse(in.File)
	in.Comments = comments(file.Comments)
	for _, statement := range file.Statements {
		in.Blocks = append(in.Blocks, file.Range(statement))
		syntax.Walk(statement, func(n syntax.Node) bool {
			switch n.(type) {
			case *syntax.Property, *syntax.Resource:
				in.Blocks = append(in.Blocks, file.Range(n))
			}
			return true
		})
	}
	in.Placed = pragmas(file)
}

// pragmas turns the pragmas of a file into directives. One that switches diagnostics off
// holds up to the one that switches them on again, or to the end of the file.
func pragmas(file *syntax.File) []suppress.Placed {
	var out []suppress.Placed
	off := map[string]int{} // by code: where in out it was switched off
	for i := range file.Pragmas {
		p := &file.Pragmas[i]
		at := file.Range(p)
		for _, code := range p.Codes {
			placed := suppress.Placed{
				At: at, Codes: []string{code.Name}, Reason: commentAbove(file, at),
				Scope: source.Range{File: at.File, Start: at.End, End: len(at.File.Content)},
			}
			switch p.Kind {
			case syntax.DisableNextLine:
				placed.NextLine = true
				out = append(out, placed)
			case syntax.DisableDiagnostics:
				off[code.Name] = len(out)
				out = append(out, placed)
			case syntax.RestoreDiagnostics:
				if n, ok := off[code.Name]; ok {
					out[n].Scope.End = at.Start
					delete(off, code.Name)
				}
			}
		}
	}
	return out
}

// commentAbove is the text of a comment on the line above a pragma, which gives the reason
// that a pragma has no room for.
func commentAbove(file *syntax.File, at source.Range) string {
	line := at.File.Position(at.Start, source.Bytes).Line
	for _, c := range file.Comments {
		if c.End <= at.Start && at.File.Position(c.Start, source.Bytes).Line == line-1 && !suppress.Mentioned(c.Text()) {
			return strings.TrimSpace(suppress.CommentAt(c).Text)
		}
	}
	return ""
}

// metadataKeys are the members of metadata that hold directives, with what a comment would
// begin with.
var metadataKeys = map[string]string{"appnetlint:ignore": "appnetlint:ignore ", "appnetlint:ignore-file": "appnetlint:ignore-file "}

// inJSON finds the comments of a template, and what its metadata says: that of a resource
// holds for the resource, that of the template for the file.
func inJSON(in *suppress.Input) {
	in.Comments = comments(jsonc.Comments(in.File))
	root, _ := jsonc.Parse(in.File)
	members(in, root)
}

// members looks for metadata in an object and in all below it. Every object and list is a
// block that a comment may cover.
func members(in *suppress.Input, n *jsonc.Node) {
	if n == nil {
		return
	}
	for _, item := range n.Items {
		in.Blocks = append(in.Blocks, item.At)
		members(in, item)
	}
	for _, m := range n.Members {
		in.Blocks = append(in.Blocks, source.Range{File: in.File, Start: m.NameAt.Start, End: m.Value.At.End})
		if strings.EqualFold(m.Name, "metadata") {
			inMetadata(in, n.At, m.Value)
		}
		members(in, m.Value)
	}
}

func inMetadata(in *suppress.Input, scope source.Range, metadata *jsonc.Node) {
	for _, m := range metadata.Members {
		verb, ok := metadataKeys[strings.ToLower(m.Name)]
		if !ok {
			continue
		}
		lines := m.Value.Items
		if m.Value.Is(jsonc.String) {
			lines = []*jsonc.Node{m.Value}
		}
		for _, line := range lines {
			in.Placed = append(in.Placed, suppress.Placed{At: line.At, Text: verb + line.String(), Scope: scope})
		}
	}
}
