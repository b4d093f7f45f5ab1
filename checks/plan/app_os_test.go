package plan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/plan"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestAppOS(t *testing.T) {
	windows, linux := &network.Plan{OS: some(network.Windows)}, &network.Plan{OS: some(network.Linux)}
	unknown := &network.Plan{OS: value.Undecided[network.OS]("var.os", nowhere)}
	for name, c := range map[string]struct {
		os    value.Of[network.OS]
		plan  network.Edge[network.Plan]
		found int
	}{
		"the same":             {some(network.Linux), network.To(linux, "", nowhere), 0},
		"Linux on Windows":     {some(network.Linux), network.To(windows, "", nowhere), 1},
		"Windows on Linux":     {some(network.Windows), network.To(linux, "", nowhere), 1},
		"either plan":          {some(network.Linux), network.AnyOf([]*network.Plan{linux, windows}, nowhere), 0},
		"two plans of Windows": {some(network.Linux), network.AnyOf([]*network.Plan{windows, {OS: some(network.Windows)}}, nowhere), 1},
		"unknown plan":         {some(network.Linux), network.To(unknown, "", nowhere), 0},
		"unknown app":          {value.Undecided[network.OS]("var.os", nowhere), network.To(windows, "", nowhere), 0},
		"elsewhere":            {some(network.Linux), network.Outside[network.Plan]("/plans/x", nowhere), 0},
		"the plan of its app":  {some(network.Linux), network.Edge[network.Plan]{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			m := &network.Model{Sites: []*network.Site{{Kind: network.WebApp, OS: c.os, Plan: c.plan}}}
			assert.Len(t, lint.Run(lint.Subject{Model: m}, []*lint.Check{plan.AppOS}).Findings, c.found)
		})
	}
}
