package bind

import (
	"encoding/base64"
	"path"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// atCompileTime lowers a call of a function that is answered while compiling; nil for
// others.
func (l *lowerer) atCompileTime(e *syntax.Call) ir.Expr {
	switch e.Name.Name {
	case "nameof":
		return l.nameOf(e)
	case "loadTextContent":
		return l.load(e, loader{1, 2, readText})
	case "loadJsonContent":
		return l.load(e, loader{2, 3, readJSON})
	case "loadYamlContent":
		return l.load(e, loader{3, 3, readYAML})
	case "loadFileAsBase64":
		return l.load(e, loader{4, 1, readBase64})
	case "loadDirectoryFileInfo":
		return l.load(e, loader{5, 2, readFolder})
	}
	return nil
}

// nameOf gives the name of what an expression means: the last one that is written.
func (l *lowerer) nameOf(e *syntax.Call) ir.Expr {
	if len(e.Args) != 1 {
		l.file.errorf(e, "nameof takes one argument.")
		return l.failure(e, "nameof takes one argument")
	}
	l.expr(e.Args[0]) // reports names that mean nothing
	name := ""
	switch a := syntax.Unparen(e.Args[0]).(type) {
	case *syntax.Variable:
		name = a.Name
	case *syntax.PropertyAccess:
		name = a.Name.Name
	case *syntax.NestedResource:
		name = a.Name.Name
	case *syntax.Index:
		if s, ok := a.Index.(*syntax.String); ok {
			name = s.Value
		}
	}
	if name == "" {
		l.file.errorf(e.Args[0], "The argument of nameof has no name.")
		return l.failure(e, "it has no name")
	}
	return l.literal(e, partial.StringValue(name))
}

// loading is one call of a function that reads files: its arguments, of which "" is
// one that is left out.
type loading struct {
	file                *file
	path, second, third string
	function            int
}

// loader reads what a call asks for; it says what is wrong in a sentence.
type loader struct {
	id       int
	most     int // arguments
	function func(loading) (partial.Value, string)
}

// loaded is a value, or why there is none.
type loaded struct {
	value partial.Value
	why   string
}

// load answers a call by what is in a file, or reports why it cannot.
func (l *lowerer) load(e *syntax.Call, by loader) ir.Expr {
	if len(e.Args) == 0 || len(e.Args) > by.most {
		l.file.errorf(e, "%s takes at least one argument and at most %d.", e.Name.Name, by.most)
		return l.failure(e, "the number of arguments is wrong")
	}
	call := loading{file: l.file, function: by.id}
	for i, into := range []*string{&call.path, &call.second, &call.third} {
		if i == len(e.Args) {
			break
		}
		v, ok := l.file.constant(l, e.Args[i])
		text, isText := v.Text()
		if !ok || !isText {
			l.file.errorf(e.Args[i], "This argument of %s must be a text that is known while compiling.", e.Name.Name)
			return l.failure(e, "an argument is not constant")
		}
		*into = text
	}
	r := l.file.project.Remember(call, func() any {
		v, why := by.function(call)
		return loaded{v, why}
	}).(loaded)
	if r.why != "" {
		l.file.errorf(e.Args[0], "%s cannot read %s: %s", e.Name.Name, call.path, r.why)
		return l.failure(e, r.why)
	}
	return &ir.Literal{Span: l.span(e), Value: r.value}
}

// content reads the file as a text.
func (c loading) content(encoding string) (string, string) {
	b, err := c.file.project.Bytes(c.file.syntax.Source, c.path)
	if err != nil {
		return "", err.Message
	}
	return decode(b, encoding)
}

func readText(c loading) (partial.Value, string) {
	s, why := c.content(c.second)
	return partial.StringValue(s), why
}

func readBase64(c loading) (partial.Value, string) {
	b, err := c.file.project.Bytes(c.file.syntax.Source, c.path)
	if err != nil {
		return partial.Value{}, err.Message
	}
	return partial.StringValue(base64.StdEncoding.EncodeToString(b)), ""
}

func readJSON(c loading) (partial.Value, string) {
	f, why := c.textFile()
	if why != "" {
		return partial.Value{}, why
	}
	v, why := parseJSON(f)
	return c.selected(v, why)
}

func readYAML(c loading) (partial.Value, string) {
	f, why := c.textFile()
	if why != "" {
		return partial.Value{}, why
	}
	v, why := parseYAML(f)
	return c.selected(v, why)
}

// textFile reads the file as one that positions can point to: that of the project, if
// it is written in UTF-8.
func (c loading) textFile() (*source.File, string) {
	f, err := c.file.project.Beside(c.file.syntax.Source, c.path)
	if err != nil {
		return nil, err.Message
	}
	s, why := decode(f.Content, c.third)
	if why != "" || s == string(f.Content) {
		return f, why
	}
	return source.NewFile(f.Path, []byte(s)), ""
}

// selected applies the path of a second argument.
func (c loading) selected(v partial.Value, why string) (partial.Value, string) {
	if why != "" || c.second == "" {
		return v, why
	}
	return selectPath(v, c.second)
}

// readFolder lists the files of a folder.
func readFolder(c loading) (partial.Value, string) {
	names, err := c.file.project.List(c.file.syntax.Source, c.path, c.second)
	if err != nil {
		return partial.Value{}, err.Message
	}
	items := make([]partial.Value, len(names))
	for i, name := range names {
		extension := ""
		if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
			extension = name[dot:]
		}
		items[i] = partial.ObjectValue([]string{"relativePath", "baseName", "extension"}, []partial.Value{
			partial.StringValue(path.Join(c.path, name)), partial.StringValue(name), partial.StringValue(extension),
		})
	}
	return partial.ArrayValue(items), ""
}
