package bind

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/frontend/arm/ir"
	"github.com/appnetlint/appnetlint/pkg/frontend/arm/partial"
	"github.com/appnetlint/appnetlint/pkg/frontend/bicep/syntax"
)

func (l *lowerer) call(e *syntax.Call) ir.Expr {
	if l.isAny(e) {
		return l.chain(e)
	}
	if e.Base == nil {
		return l.plainCall(e)
	}
	switch l.namespaceOf(e.Base) {
	case "sys", "az":
		return l.builtin(e)
	case "this":
		return l.ofThis(e)
	}
	if v, ok := e.Base.(*syntax.Variable); ok {
		switch d, _ := l.find(v.Name); {
		case d != nil && d.kind == namespace:
			return l.userCall(e, d.from, e.Name.Name)
		case d != nil && d.kind == extension:
			l.args(e)
			return l.failure(e, "it is a function of an extension")
		}
	}
	return &ir.MethodCall{Span: l.span(e), Receiver: l.expr(e.Base), Name: e.Name.Name, Args: l.args(e)}
}

// namespaceOf returns the namespace that an expression in front of a function means, or
// "". A declaration of the same name hides it.
func (l *lowerer) namespaceOf(e syntax.Expr) string {
	v, ok := e.(*syntax.Variable)
	if !ok || v.Name != "sys" && v.Name != "az" && v.Name != "this" {
		return ""
	}
	if d, local := l.find(v.Name); d != nil && d.kind != extension || local {
		return ""
	}
	return v.Name
}

func (l *lowerer) args(e *syntax.Call) []ir.Expr {
	out := make([]ir.Expr, 0, len(e.Args))
	for _, a := range e.Args {
		out = append(out, l.expr(a))
	}
	return out
}

// plainCall lowers name(args): a function of the file, one that it imports, or one of
// the language. Variables of the same name are no functions and do not hide them.
func (l *lowerer) plainCall(e *syntax.Call) ir.Expr {
	d, _ := l.find(e.Name.Name)
	switch {
	case d != nil && d.kind == function:
		return &ir.UserCall{Span: l.span(e), Function: d.function, Args: l.args(e)}
	case d != nil && d.kind == imported:
		if _, isBuiltin := builtins[e.Name.Name]; !isBuiltin || l.importsFunction(d) {
			return l.userCall(e, d.from, d.original)
		}
	}
	return l.builtin(e)
}

// builtin lowers a call of a function of the language.
func (l *lowerer) builtin(e *syntax.Call) ir.Expr {
	name := e.Name.Name
	if answer := l.atCompileTime(e); answer != nil {
		return answer
	}
	if !builtins[name] && !strings.HasPrefix(name, "list") {
		if name != "" {
			l.file.errorf(e.Name, "There is no function named %s.%s", name, l.file.suggest(name, l.functionNames))
		}
		l.args(e)
		return l.failure(e, "there is no function named "+name)
	}
	return &ir.Call{Span: l.span(e), Name: name, Args: l.args(e)}
}

func (l *lowerer) functionNames() []string {
	var names []string
	for name := range builtins {
		names = append(names, name)
	}
	for _, name := range l.file.names {
		if l.file.declarations[name].kind == function {
			names = append(names, name)
		}
	}
	return names
}

// ofThis lowers this.exists() and this.existingResource(), which look at the resource
// as it is before the deployment.
func (l *lowerer) ofThis(e *syntax.Call) ir.Expr {
	target := &ir.Call{Span: l.span(e), Name: "target", Args: []ir.Expr{l.literal(e, partial.StringValue("full"))}}
	switch e.Name.Name {
	case "exists":
		empty := &ir.Call{Span: l.span(e), Name: "empty", Args: []ir.Expr{target}}
		return &ir.Call{Span: l.span(e), Name: "not", Args: []ir.Expr{empty}}
	case "existingResource":
		return target
	}
	l.file.errorf(e.Name, "There is no function named %s of this.%s", e.Name.Name, l.file.suggest(e.Name.Name, func() []string { return []string{"exists", "existingResource"} }))
	return l.failure(e, "there is no such function")
}

// builtins are the functions of the language besides those that are answered here and
// those that begin with list.
//
// Source: https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions
var builtins = set(`
	any array base64 base64ToJson base64ToString bool buildUri cidrHost cidrSubnet coalesce concat contains dataUri dataUriToString
	dateTimeAdd dateTimeFromEpoch dateTimeToEpoch deployer deployment distinct empty endsWith environment extensionResourceId externalInput
	fail filter first flatten flattenArray format getSecret groupBy guid indexFromEnd indexOf int intersection items join json last
	lastIndexOf length like managementGroup managementGroupResourceId map mapValues max min newGuid objectKeys padLeft parseCidr parseUri
	pickZones providers range readCliArg readEnvVar readEnvironmentVariable reduce reference references replace resourceGroup resourceId
	resourceInfo roleDefinitions shallowMerge skip sort split startsWith string subscription subscriptionResourceId substring take tenant
	tenantResourceId toLogicalZone toLogicalZones toLower toObject toPhysicalZone toPhysicalZones toUpper trim tryGet tryIndexFromEnd
	union uniqueString uri uriComponent uriComponentToString utcNow`)

func set(names string) map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields(names) {
		out[name] = true
	}
	return out
}
