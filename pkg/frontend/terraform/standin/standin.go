// Package standin plans Terraform configurations without Azure: the real
// terraform program makes the plan, and the azurerm and azapi providers are
// replaced by stand-ins that know their schemas. It is for tests that need the
// JSON of a plan.
//
// A stand-in plans as the provider does: it fills in defaults, leaves unknown
// what only Azure decides, and copies the habits of the SDK the providers are
// built with (planner.go). What the provider's own code changes in a plan is
// imitated only where a linter of App Service would look (azurerm_plan.go).
//
// It is no validator: what Terraform itself does not check passes. It reads
// nothing: a data source answers with its own arguments, an id and a few
// invented values (invented.go); the rest is null. It knows the resource types
// of package schema and those that usually stand beside them
// (its supplement), and no provider functions, ephemeral resources or
// imports.
//
// The stand-in is the test binary itself: Terraform starts it a second time
// under the name of a provider, and [Main] or [ServeIfAsked] answers.
package standin

import (
	"context"
	"fmt"
	"maps"
	"os/exec"
	"slices"
)

// Options says how to plan.
type Options struct {
	// Major is the major version of azurerm: 3, 4 or 5. 0 takes the newest one
	// that the configuration's required_providers allow.
	Major int
	// Vars are values of input variables, as -var takes them. Files such as
	// terraform.tfvars are read anyway.
	Vars map[string]string
	// PriorConfig is a folder with the configuration that is taken to be applied
	// already; "" means that nothing exists yet. What Azure would have decided
	// is made up then, the same way each time. It may be the folder that is
	// planned, with other variables.
	PriorConfig string
	// PriorVars are values of the prior configuration's variables.
	PriorVars map[string]string
}

// Available reports whether terraform can be run, and if not, the reason.
func Available() (reason string, ok bool) {
	if _, err := exec.LookPath("terraform"); err != nil {
		return "terraform is not on the PATH", false
	}
	return "", true
}

// Plan plans the configuration in a folder and returns the plan as "terraform
// show -json" prints it. The plan of one folder has the same bytes each time.
//
// The folder is copied first. Local modules have to lie inside it; no other
// modules and no other providers can be used, for nothing opens the network.
func Plan(ctx context.Context, dir string, opts Options) (planJSON []byte, err error) {
	if reason, ok := Available(); !ok {
		return nil, fmt.Errorf("planning %s: %s", dir, reason)
	}
	if opts.Major == 0 {
		if opts.Major, err = majorOf(dir); err != nil {
			return nil, fmt.Errorf("planning %s: %w", dir, err)
		}
	}
	w, err := newWorkspace(opts.Major)
	if err != nil {
		return nil, fmt.Errorf("planning %s: %w", dir, err)
	}
	defer w.remove()
	if planJSON, err = w.plan(ctx, dir, opts); err != nil {
		return nil, fmt.Errorf("planning %s: %w", dir, err)
	}
	return planJSON, nil
}

func (w *workspace) plan(ctx context.Context, dir string, opts Options) ([]byte, error) {
	if opts.PriorConfig != "" {
		if err := w.enter(ctx, opts.PriorConfig); err != nil {
			return nil, err
		}
		apply := append([]string{"apply", "-auto-approve", "-input=false", "-no-color"}, variables(opts.PriorVars)...)
		if _, err := w.terraform(ctx, apply...); err != nil {
			return nil, fmt.Errorf("applying %s: %w", opts.PriorConfig, err)
		}
	}
	if err := w.enter(ctx, dir); err != nil {
		return nil, err
	}
	plan := append([]string{"plan", "-out=" + planFile, "-input=false", "-no-color"}, variables(opts.Vars)...)
	if _, err := w.terraform(ctx, plan...); err != nil {
		return nil, err
	}
	shown, err := w.terraform(ctx, "show", "-json", planFile)
	if err != nil {
		return nil, err
	}
	return stable(shown)
}

// variables returns the arguments that set variables.
func variables(vars map[string]string) []string {
	var arguments []string
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		arguments = append(arguments, "-var", name+"="+vars[name])
	}
	return arguments
}
