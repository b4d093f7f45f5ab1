package bind

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	yaml "go.yaml.in/yaml/v3"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/project"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Limits of data that is loaded: how deep it may be nested, and how many values there
// may be, which aliases of YAML could multiply.
const (
	maxDataDepth = 500
	maxData      = 500_000
)

const (
	dataTooDeep  = "It is nested too deep."
	dataTooLarge = "It has too many values."
)

// parseJSON reads JSON, with comments and trailing commas as Bicep takes them. Values
// know where in the file they are.
func parseJSON(f *source.File) (partial.Value, string) {
	d := &jsonReader{file: f, Decoder: json.NewDecoder(bytes.NewReader(project.Strict(f.Content)))}
	d.UseNumber()
	v, err := d.value(0)
	if err == nil {
		if _, after := d.Token(); !errors.Is(after, io.EOF) {
			err = errors.New("there is more behind the value")
		}
	}
	switch {
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		return v, "It is no valid JSON: it ends too early."
	case err != nil:
		return v, "It is no valid JSON: " + err.Error() + "."
	}
	return v, ""
}

type jsonReader struct {
	*json.Decoder
	file *source.File
}

func (d *jsonReader) value(depth int) (partial.Value, error) {
	t, err := d.Token()
	if err != nil {
		return partial.Value{}, err
	}
	end := int(d.InputOffset())
	v, err := d.token(t, depth)
	start := end
	switch t := t.(type) {
	case json.Delim:
		start, end = end-1, int(d.InputOffset())
	case string:
		start = d.quoted(end)
	case json.Number:
		start = end - len(t)
	case bool, nil:
		start = end - map[any]int{true: 4, false: 5, nil: 4}[t]
	}
	return v.WrittenAt(source.Range{File: d.file, Start: start, End: end}), err
}

// quoted returns where a text begins that ends at an offset.
func (d *jsonReader) quoted(end int) int {
	content := d.file.Content
	for i := end - 2; i > 0; i-- {
		if content[i] != '"' {
			continue
		}
		slashes := 0
		for n := i - 1; n >= 0 && content[n] == '\\'; n-- {
			slashes++
		}
		if slashes%2 == 0 {
			return i
		}
	}
	return 0
}

func (d *jsonReader) token(t json.Token, depth int) (partial.Value, error) {
	if depth > maxDataDepth {
		return partial.Value{}, errors.New("it is nested too deep")
	}
	switch t := t.(type) {
	case bool:
		return partial.BoolValue(t), nil
	case json.Number:
		return partial.FloatValue(t.String()), nil
	case string:
		return partial.StringValue(t), nil
	case json.Delim:
		if t == '[' {
			return d.array(depth)
		}
		return d.object(depth)
	}
	return partial.NullValue(), nil
}

func (d *jsonReader) array(depth int) (partial.Value, error) {
	items := []partial.Value{}
	for d.More() {
		v, err := d.value(depth + 1)
		if err != nil {
			return v, err
		}
		items = append(items, v)
	}
	_, err := d.Token()
	return partial.ArrayValue(items), err
}

func (d *jsonReader) object(depth int) (partial.Value, error) {
	var o objectBuilder
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return partial.Value{}, err
		}
		v, err := d.value(depth + 1)
		if err != nil {
			return v, err
		}
		name, _ := key.(string)
		o.set(name, v)
	}
	_, err := d.Token()
	return o.value(), err
}

// parseYAML reads the first document of a file.
func parseYAML(f *source.File) (partial.Value, string) {
	var root yaml.Node
	if err := yaml.Unmarshal(f.Content, &root); err != nil {
		return partial.Value{}, "It is no valid YAML: " + strings.TrimPrefix(err.Error(), "yaml: ") + "."
	}
	if len(root.Content) == 0 {
		return partial.Value{}, "It holds nothing."
	}
	return (&yamlReader{file: f}).value(root.Content[0], 0)
}

type yamlReader struct {
	file  *source.File
	count int
}

func (r *yamlReader) value(n *yaml.Node, depth int) (partial.Value, string) {
	r.count++
	switch {
	case depth > maxDataDepth:
		return partial.Value{}, dataTooDeep
	case r.count > maxData:
		return partial.Value{}, dataTooLarge
	}
	switch n.Kind {
	case yaml.AliasNode:
		return r.value(n.Alias, depth+1)
	case yaml.SequenceNode:
		return r.sequence(n, depth)
	case yaml.MappingNode:
		var o objectBuilder
		why := r.mapping(n, &o, depth)
		return o.value().WrittenAt(r.at(n)), why
	case yaml.ScalarNode:
		return scalar(n).WrittenAt(r.at(n)), ""
	case yaml.DocumentNode:
	}
	return partial.NullValue(), ""
}

// at is where a node begins. YAML tells lines and columns, of characters.
func (r *yamlReader) at(n *yaml.Node) source.Range {
	start := r.file.LineStart(n.Line)
	for i := range r.file.Line(n.Line) {
		if n.Column--; n.Column == 0 {
			start += i
			break
		}
	}
	end := start
	if n.Kind == yaml.ScalarNode && n.Style == 0 && strings.HasPrefix(string(r.file.Content[start:]), n.Value) {
		end += len(n.Value)
	}
	return source.Range{File: r.file, Start: start, End: end}
}

func scalar(n *yaml.Node) partial.Value {
	switch n.ShortTag() {
	case "!!null":
		return partial.NullValue()
	case "!!bool":
		return partial.BoolValue(strings.EqualFold(n.Value, "true"))
	case "!!int":
		var number int64
		if n.Decode(&number) == nil {
			return partial.IntValue(number)
		}
		return partial.FloatValue(n.Value)
	case "!!float":
		return partial.FloatValue(n.Value)
	}
	return partial.StringValue(n.Value)
}

func (r *yamlReader) sequence(n *yaml.Node, depth int) (partial.Value, string) {
	items := make([]partial.Value, 0, len(n.Content))
	for _, c := range n.Content {
		v, why := r.value(c, depth+1)
		if why != "" {
			return v, why
		}
		items = append(items, v)
	}
	return partial.ArrayValue(items).WrittenAt(r.at(n)), ""
}

// mapping adds the members of a mapping; those that are merged in by << first, so that
// its own replace them.
func (r *yamlReader) mapping(n *yaml.Node, o *objectBuilder, depth int) string {
	if depth > maxDataDepth {
		return dataTooDeep
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() != "!!merge" {
			continue
		}
		if why := r.merge(n.Content[i+1], o, depth); why != "" {
			return why
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.ShortTag() == "!!merge" {
			continue
		}
		if key.Kind == yaml.AliasNode {
			key = key.Alias
		}
		if key.Kind != yaml.ScalarNode {
			return "It has a key that is no text."
		}
		v, why := r.value(n.Content[i+1], depth+1)
		if why != "" {
			return why
		}
		o.set(key.Value, v)
	}
	return ""
}

func (r *yamlReader) merge(n *yaml.Node, o *objectBuilder, depth int) string {
	r.count++
	if r.count > maxData {
		return dataTooLarge
	}
	switch n.Kind {
	case yaml.AliasNode:
		return r.merge(n.Alias, o, depth+1)
	case yaml.MappingNode:
		return r.mapping(n, o, depth+1)
	case yaml.SequenceNode:
		for i := len(n.Content) - 1; i >= 0; i-- { // earlier ones count
			if why := r.merge(n.Content[i], o, depth+1); why != "" {
				return why
			}
		}
	case yaml.ScalarNode, yaml.DocumentNode:
	}
	return ""
}
