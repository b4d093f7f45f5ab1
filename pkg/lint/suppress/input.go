package suppress

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/source"
)

// Comment is one comment of a file, as the lexer of a front end found it.
type Comment struct {
	// At is the whole comment, from its first sign; the line ending that closes
	// it may be part of it.
	At source.Range
	// Text is what stands between the comment signs, as written. Each line of a
	// longer comment may hold a directive.
	Text string
}

// Input is one file, as a front end sees it.
type Input struct {
	File *source.File
	// Comments are all comments of the file, also those that have no directive:
	// they are skipped in the search for the line that one holds for.
	Comments []Comment
	// Blocks are the ranges of all blocks, nested or not, from the first byte of
	// the header to behind the closing brace. Whatever else a comment should
	// cover as a whole, such as an attribute of several lines, may be among them.
	Blocks []source.Range
	// Placed are directives that are no comments.
	Placed []Placed
	// Downloaded is set for files of a module that users cannot mend: its
	// comments hold, but nothing is said of them.
	Downloaded bool
}

// Placed is a directive whose place the language gives: a pragma, or a member of the
// metadata of a template.
type Placed struct {
	// At is the directive.
	At source.Range
	// Text is what a comment would say. It is empty for a pragma, which names Codes.
	Text string
	// Codes are the rules that a pragma names. Those that are no rules of this
	// program belong to another one, and are passed over.
	Codes []string
	// Reason is why a pragma is there; it may be empty.
	Reason string
	// Scope is where findings that start in it are suppressed.
	Scope source.Range
	// NextLine is set where that is the line after the directive, with the blocks that
	// begin on it, instead of Scope.
	NextLine bool
}

// CommentAt returns the comment at a range of a language whose comments are those
// of HCL, Bicep and JSON with comments: #, // and /* */. The range must have text.
func CommentAt(at source.Range) Comment {
	text := at.Text()
	switch {
	case strings.HasPrefix(text, "/*"):
		text = strings.TrimSuffix(text[2:], "*/")
	case strings.HasPrefix(text, "//"):
		text = text[2:]
	default:
		text = strings.TrimPrefix(text, "#")
	}
	return Comment{At: at, Text: text}
}

// word begins every directive.
const word = "appnetlint"

// Mentioned reports whether there may be a directive, or a misspelt one, in the
// text of a file. Files without need not be lexed for their comments.
func Mentioned[T string | []byte](text T) bool {
	for i := 0; i+len(word) <= len(text); i++ {
		if text[i]|0x20 == 'a' && text[i+1]|0x20 == 'p' && strings.EqualFold(string(text[i:i+len(word)]), word) {
			return true
		}
	}
	return false
}
