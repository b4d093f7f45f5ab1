//go:build race

package cli_test

// raceEnabled is set where the race detector makes everything slower and larger.
const raceEnabled = true
