package deployment

import (
	"context"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/jsonc"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// WhatIf reads what `az deployment … what-if --no-pretty-print` prints: each resource as it
// is and as it will be.
//
// Source: https://learn.microsoft.com/rest/api/resources/deployments/what-if
func (r *Reader) WhatIf(_ context.Context, name string) (*iac.Root, error) {
	f, err := r.readJSON(name)
	if err != nil {
		return nil, err
	}
	return r.WhatIfFile(f), nil
}

// WhatIfFile is WhatIf for a file that was read elsewhere.
func (r *Reader) WhatIfFile(f *source.File) *iac.Root {
	n, errs := jsonc.Parse(f)
	root := &iac.Root{Name: f.Path, HasBefore: true, Errors: errs}
	root.Files = append(root.Files, iac.File{File: f, Language: iac.JSON})
	if n == nil {
		return root
	}
	w := whatIf{root: root, wanted: r.options.Interest.Types, addresses: map[string]int{}}
	changes := n.Get("changes")
	if changes == nil {
		changes = n.Get("properties").Get("changes")
	}
	w.failed(n)
	if !changes.Is(jsonc.Array) {
		if len(root.Errors) == 0 {
			root.Errors = append(root.Errors, &source.Error{At: n.At, Message: "This what-if result lists no changes."})
		}
		return root
	}
	for _, c := range changes.Items {
		w.change(c)
	}
	potential := n.Get("potentialChanges")
	if potential == nil {
		potential = n.Get("properties").Get("potentialChanges")
	}
	if potential.Is(jsonc.Array) && len(potential.Items) > 0 {
		root.Incomplete = append(root.Incomplete, "the what-if result lists changes that may be made, besides")
	}
	return root
}

type whatIf struct {
	root      *iac.Root
	wanted    func(string) bool
	addresses map[string]int
}

// failed says that the prediction itself failed.
func (w *whatIf) failed(n *jsonc.Node) {
	message := n.Get("error").Get("message").String()
	if message == "" {
		message = n.Get("properties").Get("error").Get("message").String()
	}
	if message != "" {
		w.root.Errors = append(w.root.Errors, &source.Error{At: n.At, Message: "The what-if operation failed: " + message})
	}
}

// actions are the kinds of changes; what is ignored is there and stays.
var actions = map[string]iac.Action{
	"create": iac.Create, "delete": iac.Delete, "modify": iac.Update, "nochange": iac.NoOp, "deploy": iac.Update,
	"ignore": iac.Read,
}

func (w *whatIf) change(c *jsonc.Node) {
	kind := strings.ToLower(c.Get("changeType").String())
	action, known := actions[kind]
	before, after := c.Get("before"), c.Get("after")
	switch {
	case !known:
		w.root.Incomplete = append(w.root.Incomplete, c.Get("resourceId").String()+": what-if cannot tell what becomes of it")
		return
	case kind == "ignore": // the deployment does not touch it
		after = before
	case (kind == "deploy" || kind == "nochange") && !after.Is(jsonc.Object):
		after = before
	}
	shown := after
	if !after.Is(jsonc.Object) {
		shown = before
	}
	typ := shown.Get("type").String()
	if !shown.Is(jsonc.Object) || typ == "" || action != iac.Delete && !after.Is(jsonc.Object) {
		w.root.Incomplete = append(w.root.Incomplete, c.Get("resourceId").String()+": what-if tells nothing of it")
		return
	}
	if w.wanted != nil && !w.wanted(typ) {
		return
	}
	id := c.Get("resourceId").String()
	res := &iac.Resource{
		Address: w.address(id, typ, shown), Type: typ, APIVersion: shown.Get("apiVersion").String(),
		Data: kind == "ignore", At: header(shown),
	}
	if action == iac.Read {
		action = iac.NoOp
	}
	res.Change.Action = action
	if after.Is(jsonc.Object) && action != iac.Delete {
		res.Body = w.body(after, id, kind)
	}
	if before.Is(jsonc.Object) {
		res.Change.Before = w.body(before, id, kind)
	}
	w.root.Resources = append(w.root.Resources, res)
}

// address names a resource as ARM templates do: type and name.
func (w *whatIf) address(id, typ string, n *jsonc.Node) string {
	address := typ + "/" + nameOf(id, n)
	if w.addresses[address]++; w.addresses[address] > 1 {
		address = id
	}
	return address
}

// nameOf is the whole name of a resource: what-if gives the last segment alone for some.
func nameOf(id string, n *jsonc.Node) string {
	const providers = "/providers/"
	at := strings.LastIndex(strings.ToLower(id), providers)
	if at < 0 { // a resource group
		return n.Get("name").String()
	}
	segments := strings.Split(id[at+len(providers):], "/") // namespace, type, name, type, name
	var names []string
	for i := 2; i < len(segments); i += 2 {
		names = append(names, segments[i])
	}
	if len(names) == 0 {
		return n.Get("name").String()
	}
	return strings.Join(names, "/")
}

func header(n *jsonc.Node) source.Range {
	for _, m := range n.Members {
		if strings.EqualFold(m.Name, "type") {
			return source.Range{File: n.At.File, Start: m.NameAt.Start, End: m.Value.At.End}
		}
	}
	return n.At
}

// body is the resource as a mapping reads it.
func (w *whatIf) body(n *jsonc.Node, id, kind string) iac.Value {
	keys, items := []string{"name", "id"}, []iac.Value{iac.StringValue(nameOf(id, n), n.At), iac.StringValue(id, n.At)}
	if rest, _, ok := strings.Cut(strings.ToLower(id), "/providers/"); ok {
		keys, items = append(keys, "scope"), append(items, iac.StringValue(rest, n.At))
	}
	for _, m := range n.Members {
		switch strings.ToLower(m.Name) {
		case "name", "id", "type", "apiversion", "scope":
		default:
			keys, items = append(keys, m.Name), append(items, value(m.Value))
		}
	}
	body := iac.ObjectValue(keys, items, n.At)
	if kind == "ignore" { // some of its state is not told
		return body.Open()
	}
	return body
}

// value reads a value; what only the deployment evaluates is still an expression.
func value(n *jsonc.Node) iac.Value {
	switch n.Kind {
	case jsonc.Null:
	case jsonc.Bool:
		return iac.BoolValue(n.Text == "true", n.At)
	case jsonc.Number:
		return iac.NumberValue(n.Text, n.At)
	case jsonc.String:
		if isExpression(n.Text) {
			return iac.UnknownValue(&iac.Origin{Pin: strings.Trim(n.Text, "[]")}, n.At)
		}
		return iac.StringValue(n.Text, n.At)
	case jsonc.Array:
		items := make([]iac.Value, len(n.Items))
		for i, item := range n.Items {
			items[i] = value(item)
		}
		return iac.ListValue(items, n.At)
	case jsonc.Object:
		keys, items := make([]string, len(n.Members)), make([]iac.Value, len(n.Members))
		for i, m := range n.Members {
			keys[i], items[i] = m.Name, value(m.Value)
		}
		return iac.ObjectValue(keys, items, n.At)
	}
	return iac.NullValue(n.At)
}

func isExpression(s string) bool {
	return strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") && strings.Contains(s, "(") && !strings.HasPrefix(s, "[[")
}
