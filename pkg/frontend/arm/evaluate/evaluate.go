// Package evaluate works out what a template deploys: modules and nested templates
// are entered, loops unrolled, conditions decided and expressions evaluated as far
// as the files tell. What they do not tell stays a residual that knows why, and which
// resources it comes from. Values are evaluated when they are first read, so that what
// no resource needs costs nothing and cannot fail.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
package evaluate

import (
	"context"
	"fmt"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/source"
)

// Options are what an evaluation is told besides the template.
type Options struct {
	// Parameters are the values given to the template's parameters.
	Parameters []Assignment
	// Context is where the template is deployed to, as far as it is known.
	Context Context
	// Limits bound the evaluation; zero fields mean the defaults.
	Limits Limits
	// Wanted reports whether resources of a type are asked for; nil means all of them,
	// and the outputs. What else is declared is evaluated as far as these need it, so
	// that mistakes in the rest are not told.
	Wanted func(typ string) bool
}

// Assignment gives a value to a parameter: Value if Expr is nil, else what the
// expression gives among the variables of From, the template of a parameter file.
type Assignment struct {
	Name  string
	Value partial.Value
	Expr  ir.Expr
	From  *ir.Template
	At    source.Range
}

// Context is where a template is deployed to. Empty fields are unknown.
type Context struct {
	TenantID, SubscriptionID, ResourceGroup, Location, ManagementGroup, DeploymentName string
}

// Limits bound an evaluation.
type Limits struct {
	// Instances is how many resources and modules there may be.
	Instances int
	// Depth is how deep expressions, functions and modules may be inside one another.
	Depth int
}

// The default limits: no template that Azure accepts comes near to them.
const (
	defaultInstances = 20_000
	defaultDepth     = 600
)

// Result is what a template deploys.
type Result struct {
	// Instances are the resources, those of modules included, in the order in which
	// they are declared.
	Instances []*Instance
	// Incomplete says why there may be other resources.
	Incomplete []string
	// Errors are what could not be evaluated though all that it takes is known.
	Errors []*source.Error
	// Outputs are those of the template.
	Outputs []OutputValue
	// Templates are the template itself and all that were entered from it.
	Templates []*ir.Template
	// Private is where modules are given values for parameters that have secrets.
	Private []source.Range

	evaluator *evaluator
}

// OutputValue is the value of an output.
type OutputValue struct {
	Name  string
	Value partial.Value
}

// evaluator is one evaluation. It is used by one goroutine.
type evaluator struct {
	ctx     context.Context
	options Options
	budget  *partial.Budget
	// quiet counts the branches at hand of which it is not certain that they are taken.
	quiet int
	depth int
	// symbolic counts the loops at hand whose number of turns is not known.
	symbolic int

	// turns counts the resources and modules so far, those left out and those of the
	// same id as others included.
	turns     int
	instances []*Instance
	// byID finds instances by the id in lower case, unknown pieces by their marks.
	byID       map[string]*Instance
	modules    map[string]*moduleInstance
	addresses  map[string]int
	names      map[string]*Instance // made when it is asked for; nil for names of several
	homes      map[*ir.Template]*frame
	taken      map[taken]partial.Value
	origins    map[*partial.Residual]*iac.Origin
	templates  []*ir.Template
	seen       map[*ir.Template]bool
	private    []source.Range
	privately  map[source.Range]bool // what is in private
	incomplete []string
	missed     map[string]bool // what is in incomplete
	errors     []*source.Error
	reported   map[source.Error]bool
	broken     error
}

// Run evaluates a template. The error is that of the context, or that a limit was
// reached; what was found until then is in the result.
func Run(ctx context.Context, t *ir.Template, o Options) (*Result, error) {
	if o.Limits.Instances == 0 {
		o.Limits.Instances = defaultInstances
	}
	if o.Limits.Depth == 0 {
		o.Limits.Depth = defaultDepth
	}
	e := &evaluator{
		ctx: ctx, options: o, budget: partial.NewBudget(),
		byID: map[string]*Instance{}, modules: map[string]*moduleInstance{},
		addresses: map[string]int{}, homes: map[*ir.Template]*frame{}, taken: map[taken]partial.Value{},
		origins: map[*partial.Residual]*iac.Origin{}, seen: map[*ir.Template]bool{}, privately: map[source.Range]bool{}, reported: map[source.Error]bool{}, missed: map[string]bool{},
	}
	if ctx.Err() != nil {
		e.stop(ctx.Err())
	}
	f := e.rootFrame(t)
	f.expand()
	for _, i := range e.instances {
		e.inside(i)
	}
	var outputs []OutputValue
	if o.Wanted == nil {
		outputs = f.outputValues()
	}
	for _, i := range e.instances {
		if o.Wanted == nil || o.Wanted(i.decl.Type) {
			i.evaluate()
		}
	}
	return &Result{
		Instances: e.instances, Incomplete: e.incomplete, Errors: source.Distinct(e.errors),
		Outputs: outputs, Templates: e.templates, Private: e.private, evaluator: e,
	}, e.broken
}

// inside tells of a template that is written into a resource of Bicep, and not looked into;
// many have no resources, and only leave a trace of who deployed them.
func (e *evaluator) inside(i *Instance) {
	if i.decl.Existing || !strings.EqualFold(i.decl.Type, "Microsoft.Resources/deployments") {
		return
	}
	e.quiet++
	defer func() { e.quiet-- }()
	properties, _ := i.evaluate().Get("properties")
	template, _ := properties.Get("template")
	resources, _ := template.Get("resources")
	if k := resources.Kind(); (k == partial.Array || k == partial.Object) && resources.Len() == 0 && resources.Rest() == nil {
		return
	}
	e.missing("%s: the template that it deploys is not looked into", i.Address)
}

// stop ends the evaluation early: all that is asked for from now on is unknown.
func (e *evaluator) stop(err error) {
	if e.broken == nil {
		e.broken = err
	}
}

// step takes one step of the budget; false when the evaluation is over.
func (e *evaluator) step() bool {
	if e.broken != nil {
		return false
	}
	if err := e.budget.Step(); err != nil {
		e.stop(err)
		return false
	}
	if e.budget.Steps%1024 == 0 && e.ctx.Err() != nil {
		e.stop(e.ctx.Err())
		return false
	}
	return true
}

// fail notes that something cannot be evaluated, and returns what stands in its place.
// Where it is not certain that the value is needed, nothing is said.
func (e *evaluator) fail(at source.Range, format string, args ...any) partial.Value {
	why := fmt.Sprintf(format, args...)
	if e.quiet == 0 {
		e.report(at, why)
	}
	return partial.UnknownValue(&partial.Residual{
		Call: "failed", Args: []partial.Value{partial.StringValue(why), partial.StringValue(at.Text())}, Reasons: partial.Failed, Pin: at.Text(),
	})
}

func (e *evaluator) report(at source.Range, message string) {
	key := source.Error{At: at, Message: message}
	if e.reported[key] {
		return
	}
	e.reported[key] = true
	e.errors = append(e.errors, &key)
}

// missing notes why there may be resources that are not seen.
func (e *evaluator) missing(format string, args ...any) {
	why := fmt.Sprintf(format, args...)
	if !e.missed[why] {
		e.missed[why] = true
		e.incomplete = append(e.incomplete, why)
	}
}

// address makes an address unique.
func (e *evaluator) address(wanted string) string {
	e.addresses[wanted]++
	if n := e.addresses[wanted]; n > 1 {
		return fmt.Sprintf("%s#%d", wanted, n)
	}
	return wanted
}

// lazy is a value that is evaluated when it is first read.
type lazy struct {
	state uint8 // 0 not yet, 1 at work, 2 done
	value partial.Value
	make  func() partial.Value
}

// get evaluates the value; cycle is what it is while it is being evaluated.
func (l *lazy) get(cycle func() partial.Value) partial.Value {
	switch l.state {
	case 0:
		l.state = 1
		l.value = l.make()
		l.state, l.make = 2, nil
	case 1:
		return cycle()
	}
	return l.value
}

func lower(s string) string { return strings.ToLower(s) }
