package importing

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// known are the keys of a form that are read, or of no account for what is asked.
var known = map[string]bool{"pages": true, "startPage": true, "lists": true, "sections": true, "conditions": true, "name": true, "declaration": true,
	"fees": true, "version": true, "_id": true, "id": true, "title": true, "$schema": true, "skipSummary": true, "payApiKey": true}

// rest says what of the form is none of a service's business: it belongs to the program, or to the agency.
func (x *xgov) rest(top map[string]any) {
	for _, k := range slices.Sorted(maps.Keys(top)) {
		why := map[string]string{
			"outputs":              "where answers are sent is not part of a service: they become a case",
			"feedback":             "the address for feedback is not part of a service",
			"phaseBanner":          "the banner of a phase is not shown",
			"metadata":             "data about the form is not kept",
			"feeOptions":           "how a fee is taken is not part of a service",
			"specialPages":         "the page after sending is the program's own",
			"markAsComplete":       "whether it is complete is not asked: the service knows",
			"analytics":            "nobody is counted by third parties",
			"backLinkText":         "the words of links are the program's own",
			"footer":               "the foot of a page is the program's own",
			"magicLinkConfig":      "who signs in how is the program's own",
			"authentication":       "who signs in how is the program's own",
			"toggle":               "whether it is open is decided by publishing it",
			"exitOptions":          "answers are kept, and can be carried on at any time",
			"webhookHmacSharedKey": "keys are not kept",
		}[k]
		switch v := top[k]; {
		case known[k] || empty(v):
		case why != "":
			x.report.add(Note, TheForm, "", k, why)
		default:
			x.report.add(Note, TheForm, "", k, "this part of the form is not known and not kept")
		}
	}
	if isOn(top["skipSummary"]) {
		x.report.add(Note, TheForm, "", "skipSummary", "the answers are shown before they are sent, always")
	}
	for name, l := range x.lists {
		if len(l.items) == 0 {
			x.report.add(Lost, TheList, "", name, "the list has no items")
		}
	}
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case bool:
		return !v
	case []any:
		return len(v) == 0
	case map[string]any:
		for _, inner := range v {
			if !empty(inner) {
				return false
			}
		}
		return true
	}
	return false
}

// readFees keeps a fee that everybody pays. Amounts are pence.
func (x *xgov) readFees(top map[string]any) {
	fees := objects(top["fees"])
	for _, f := range fees {
		what := str(f["description"])
		amount, ok := number(f["amount"])
		if len(fees) > 1 || str(f["condition"]) != "" || str(f["multiplier"]) != "" || !ok || amount <= 0 || amount >= 1e8 || amount != math.Trunc(amount) {
			x.report.add(Lost, TheForm, "", "fees", "the fee '"+clip(what)+"' is not the same for everybody: a service has one fee")
			continue
		}
		pence := int(amount)
		x.fee = strconv.Itoa(pence/100) + "." + strings.TrimPrefix(strconv.Itoa(100+pence%100), "1")
	}
}
