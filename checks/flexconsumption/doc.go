// Package flexconsumption holds the checks on the VNet integration of apps on the
// Flex Consumption plan, which join subnets under rules of their own.
package flexconsumption
