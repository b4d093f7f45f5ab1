package plan

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	tfjson "github.com/hashicorp/terraform-json"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// configuration is the part of a plan that shows what was written: which
// expressions refer to what, but not how.
type configuration struct {
	root      *module
	providers map[string]*tfjson.ProviderConfig
	variables map[string]*expression // values of the root module's variables
	// relevant lists, for each resource without its keys, the attributes that
	// anything planned refers to. Nil if the plan does not have the list.
	relevant map[string][]string
}

// module is one module of the configuration, which may have many instances.
type module struct {
	path      string // module.network.module.subnets; "" for the root
	list      []*resourceConfig
	resources map[string]*resourceConfig // by azurerm_subnet.this, data.azurerm_subnet.this
	calls     map[string]*call
	callNames []string // in order
	outputs   map[string]*expression
	outNames  []string
	defaults  map[string]*expression // of variables
	// creates is set if each instance of the module shows in the plan, by a
	// resource that it cannot be without.
	creates bool
}

// call is a module block.
type call struct {
	name           string
	source         string
	module         *module
	arguments      map[string]*expression
	argumentNames  []string
	forEach, count *expression
}

// resourceConfig is a resource or data block.
type resourceConfig struct {
	base           string // azurerm_subnet.this, data.azurerm_subnet.this
	typ            string
	provider       string // key of the provider configuration
	body           *block
	forEach, count *expression
}

// block is the body of a block: attributes and nested blocks by name.
type block struct {
	names []string
	items []item
	// sorted tells that the names are in order, as Terraform writes them.
	sorted bool
}

// item is what is written for a name: an expression, or blocks.
type item struct {
	expression *expression
	blocks     []*block
}

// next finds the item of a name while the names that are asked for are in order
// themselves: from is where the last search ended.
func (b *block) next(name string, from *int) *item {
	if !b.sorted {
		return b.find(name)
	}
	for *from < len(b.names) && b.names[*from] < name {
		*from++
	}
	if *from < len(b.names) && b.names[*from] == name {
		return &b.items[*from]
	}
	return nil
}

func (b *block) find(name string) *item {
	for i, n := range b.names {
		if n == name {
			return &b.items[i]
		}
	}
	return nil
}

// expression is what a plan shows of one: its value if it refers to nothing,
// else what it refers to.
type expression struct {
	constant    iac.Value
	isConstant  bool
	references  []traversal
	perInstance bool // it refers to each.* or count.*
}

func newConfiguration() configuration {
	return configuration{
		root:      newModule(""),
		providers: map[string]*tfjson.ProviderConfig{},
		variables: map[string]*expression{},
	}
}

func newModule(path string) *module {
	return &module{
		path:      path,
		resources: map[string]*resourceConfig{},
		calls:     map[string]*call{},
		outputs:   map[string]*expression{},
		defaults:  map[string]*expression{},
	}
}

// finish completes the module when all resources are parsed.
func (m *module) finish() {
	for _, c := range m.list {
		if c.base != "" && m.resources[c.base] == nil {
			m.resources[c.base] = c
			m.creates = m.creates || !isData(c.base) && c.forEach == nil && c.count == nil
		}
	}
	for _, name := range m.callNames {
		inner := m.calls[name]
		inner.module.finish()
		m.creates = m.creates || inner.module.creates && inner.forEach == nil && inner.count == nil
	}
}

// isData reports whether azurerm_subnet.this or data.azurerm_subnet.this is read
// and not created.
func isData(base string) bool {
	return strings.HasPrefix(base, "data.") || strings.HasPrefix(base, "ephemeral.")
}

func (r *reader) configuration() error {
	return r.members("configuration", func(name string) error {
		switch name {
		case "provider_config":
			return r.providerConfig()
		case "root_module":
			return r.moduleConfig("configuration.root_module", r.config.root)
		}
		return r.skip()
	})
}

func (r *reader) providerConfig() error {
	return r.members("configuration.provider_config", func(key string) error {
		what := "configuration.provider_config." + key
		raw, err := r.small(what)
		if err != nil || raw == nil {
			return err
		}
		var p tfjson.ProviderConfig
		if problem := json.Unmarshal(raw, &p); problem != nil {
			r.problem(r.offset(), "%s is not as Terraform writes it; it is left out.", what)
		} else {
			r.config.providers[key] = &p
		}
		return err
	})
}

func (r *reader) moduleConfig(what string, m *module) error {
	return r.members(what, func(name string) error {
		switch name {
		case "resources":
			return r.list(what+".resources", func(int) error { return r.resourceConfig(what+".resources", m) })
		case "module_calls":
			return r.members(what+".module_calls", func(name string) error {
				return r.moduleCall(what+".module_calls."+name, name, m)
			})
		case "outputs":
			return r.members(what+".outputs", func(name string) error {
				e, err := r.memberExpression(what+".outputs."+name, "expression")
				if m.outputs[name] == nil && e != nil {
					m.outputs[name] = e
					m.outNames = append(m.outNames, name)
				}
				return err
			})
		case "variables":
			return r.members(what+".variables", func(name string) error {
				raw, err := r.small(what + ".variables." + name)
				if raw != nil {
					m.defaults[name] = r.local.constantMember(raw, "default")
				}
				return err
			})
		}
		return r.skip()
	})
}

func (r *reader) moduleCall(what, name string, m *module) error {
	c := &call{name: name, module: newModule(joinPath(m.path, "module."+name)), arguments: map[string]*expression{}}
	if m.calls[name] == nil {
		m.callNames = append(m.callNames, name)
	}
	m.calls[name] = c
	return r.members(what, func(name string) (err error) {
		switch name {
		case "source":
			c.source, _, err = r.text()
		case "expressions":
			err = r.members(what+".expressions", func(name string) (err error) {
				if c.arguments[name], err = r.expression(what + ".expressions." + name); err == nil {
					c.argumentNames = append(c.argumentNames, name)
				}
				return err
			})
		case "for_each_expression":
			c.forEach, err = r.expression(what + "." + name)
		case "count_expression":
			c.count, err = r.expression(what + "." + name)
		case "module":
			err = r.moduleConfig(what+".module", c.module)
		default:
			err = r.skip()
		}
		return err
	})
}

// resourceConfig has a block decoded by the pool.
func (r *reader) resourceConfig(what string, m *module) error {
	if ok, err := r.is(jsonObject, "an element of "+what); !ok {
		return err
	}
	raw, err := r.capture(r.pool.buffer(), r.opts.Limits.ResourceBytes)
	if errors.Is(err, errTooLarge) {
		r.problem(r.offset(), "An element of %s has more than %d bytes, which is the limit; it is left out.", what, r.opts.Limits.ResourceBytes)
		return nil
	}
	if err != nil {
		return err
	}
	c := &resourceConfig{}
	m.list = append(m.list, c)
	wants := r.opts.Interest.Wants
	at := source.Range{File: r.file}
	r.pool.submit(raw, func(d *decoder, raw []byte) { d.resourceConfig(c, raw, at, wants) })
	return nil
}

// expression reads an expression of the configuration that is not part of a
// resource. One that cannot be read counts as one of which nothing is known.
func (r *reader) expression(what string) (*expression, error) {
	raw, err := r.small(what)
	if err != nil || raw == nil {
		return &expression{}, err
	}
	r.local.load(raw)
	if it := r.local.item(true); it.expression != nil {
		return it.expression, nil
	}
	return &expression{}, nil
}

// memberExpression reads the expression that is a member of an object.
func (r *reader) memberExpression(what, member string) (e *expression, err error) {
	err = r.members(what, func(name string) (err error) {
		if name != member {
			return r.skip()
		}
		e, err = r.expression(what + "." + name)
		return err
	})
	return e, err
}

// small captures an object that need not be streamed; nil if it is none or too
// large.
func (r *reader) small(what string) ([]byte, error) {
	if ok, err := r.is(jsonObject, what); !ok {
		return nil, err
	}
	raw, err := r.capture(nil, r.opts.Limits.ResourceBytes)
	if errors.Is(err, errTooLarge) {
		r.problem(r.offset(), "%s has more than %d bytes, which is the limit; it is left out.", what, r.opts.Limits.ResourceBytes)
		return nil, nil
	}
	return raw, err
}

// given are the values of the root module's variables.
func (c *configuration) given() map[string]iac.Value {
	values := make(map[string]iac.Value, len(c.variables))
	for name, e := range c.variables {
		if e != nil && e.isConstant {
			values[name] = e.constant
		}
	}
	return values
}

// variables reads the values of the root module's variables. They tell which
// instance a reference with a key in a variable means.
func (r *reader) variables() error {
	return r.members("variables", func(name string) error {
		raw, err := r.small("variables." + name)
		if raw != nil {
			r.config.variables[name] = r.local.constantMember(raw, "value")
		}
		return err
	})
}

// relevantAttributes reads which attributes the planned resources refer to.
func (r *reader) relevantAttributes() error {
	r.config.relevant = map[string][]string{}
	return r.list("relevant_attributes", func(i int) error {
		if ok, err := r.is(jsonObject, "an element of relevant_attributes"); !ok {
			return err
		}
		raw, err := r.capture(r.buffer[:0], maxText)
		if err != nil {
			return r.explain(err)
		}
		r.local.load(raw)
		r.buffer = r.local.data
		resource, attribute := r.local.relevant()
		known := r.config.relevant[resource]
		for _, a := range known {
			if a == attribute {
				return nil
			}
		}
		r.config.relevant[resource] = append(known, attribute)
		return nil
	})
}

func (d *decoder) relevant() (resource, attribute string) {
	d.members(func(name []byte) {
		switch {
		case string(name) == "resource" && d.kind() == jsonString:
			resource = withoutKeys(d.text())
		case string(name) == "attribute" && d.kind() == jsonArray:
			var steps []step
			d.elements(func(int) {
				switch d.kind() {
				case jsonString:
					steps = append(steps, step{kind: attributeStep, name: d.text()})
				case jsonNumber:
					steps = append(steps, step{kind: indexStep, name: string(d.literal())})
				default:
					d.skip()
				}
			})
			attribute = renderSteps(steps)
		default:
			d.skip()
		}
	})
	return resource, attribute
}

// constantMember reads a member of an object as a constant; nil if there is none.
func (d *decoder) constantMember(raw []byte, member string) (e *expression) {
	d.load(raw)
	d.members(func(name []byte) {
		if string(name) != member || e != nil {
			d.skip()
			return
		}
		e = &expression{isConstant: true, constant: d.value(nil, nil, false)}
	})
	if d.err != nil {
		return nil
	}
	return e
}

// resourceConfig decodes a resource or data block. Of one that nobody asked for
// only what repeats it matters.
func (d *decoder) resourceConfig(c *resourceConfig, raw []byte, at source.Range, wants func(string) bool) {
	d.load(raw)
	d.place(at)
	d.deferred, d.attribute = false, nil
	d.members(func(name []byte) {
		text := d.kind() == jsonString
		switch {
		case string(name) == "address" && text:
			c.base = d.text()
		case string(name) == "type" && text:
			c.typ = d.text()
		case string(name) == "provider_config_key" && text:
			c.provider = d.text()
		case string(name) == "for_each_expression":
			c.forEach = d.expression()
		case string(name) == "count_expression":
			c.count = d.expression()
		case string(name) == "expressions" && d.kind() == jsonObject && (c.typ == "" || wants(c.typ)):
			c.body = d.block(false)
		default:
			d.skip()
		}
	})
}

// expression reads what should be an expression.
func (d *decoder) expression() *expression {
	if e := d.item(true).expression; e != nil {
		return e
	}
	return &expression{}
}

// block reads the body of a block. constants tells whether constant values are
// worth keeping: inside repeated blocks they tell the blocks apart.
func (d *decoder) block(constants bool) *block {
	b := &block{}
	d.members(func(name []byte) {
		key := d.texts.get(name)
		b.names = append(b.names, key)
		b.items = append(b.items, d.item(constants || isWriteOnly(key)))
	})
	b.sorted = slices.IsSorted(b.names)
	return b
}

// item reads an expression or blocks. A plan does not tell them apart but by
// what is inside.
func (d *decoder) item(constants bool) item {
	kind := d.kind()
	if kind == jsonObject {
		return d.objectItem(constants)
	}
	it := item{}
	if kind != jsonArray {
		d.skip()
		return it
	}
	it.blocks = []*block{}
	d.elements(func(int) {
		if d.kind() == jsonObject {
			it.blocks = append(it.blocks, d.block(true))
		} else {
			d.skip()
		}
	})
	return it
}

func (d *decoder) objectItem(constants bool) item {
	e, b := &expression{}, &block{}
	found := false
	d.members(func(name []byte) {
		kind := d.kind()
		switch {
		case string(name) == "constant_value":
			found, e.isConstant = true, true
			if constants {
				e.constant = d.value(nil, nil, false)
			} else {
				e.isConstant = false
				d.skip()
			}
		case string(name) == "references" && kind == jsonArray:
			found = true
			texts, _ := d.textList()
			e.references = parseReferences(texts)
		default:
			key := d.texts.get(name)
			b.names = append(b.names, key)
			b.items = append(b.items, d.item(true))
		}
	})
	if found || len(b.names) == 0 {
		for _, t := range e.references {
			e.perInstance = e.perInstance || t.root == rootEach || t.root == rootCount
		}
		return item{expression: e}
	}
	return item{blocks: []*block{b}}
}

// isWriteOnly reports whether an attribute is, by its name, one that no state
// and no planned value ever holds.
func isWriteOnly(name string) bool { return strings.HasSuffix(name, "_wo") }

func joinPath(path, step string) string {
	if path == "" {
		return step
	}
	return path + "." + step
}
