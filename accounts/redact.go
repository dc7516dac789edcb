package accounts

import (
	"fmt"
	"log/slog"
)

// What is logged or put in an error of these types is never a name, a number, an address or a need.

// LogValue is the account's number only.
func (a Account) LogValue() slog.Value { return slog.GroupValue(slog.Int64("account", a.ID)) }

// String is the account's number only.
func (a Account) String() string { return fmt.Sprintf("account %d", a.ID) }

// LogValue is the account's number and how well it fits.
func (f Found) LogValue() slog.Value {
	return slog.GroupValue(slog.Int64("account", f.ID), slog.Float64("score", f.Score))
}

// String is the account's number and how well it fits.
func (f Found) String() string { return fmt.Sprintf("account %d at %.2f", f.ID, f.Score) }

// LogValue says nothing.
func (d Details) LogValue() slog.Value { return slog.StringValue(d.String()) }

// String says nothing.
func (d Details) String() string { return "details of a person" }

// LogValue says only that there are needs: what they are is about somebody's health.
func (n Needs) LogValue() slog.Value { return slog.StringValue(n.String()) }

// String says only that there are needs.
func (n Needs) String() string { return fmt.Sprintf("needs at revision %d", n.Rev) }
