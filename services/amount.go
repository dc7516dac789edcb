package services

import (
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Amount is a number in ten-thousandths: exact for every number and sum of money that a question may ask for.
type Amount int64

// maxDecimals is the most places after the point; amountOne is 1.
const (
	maxDecimals = 4
	amountOne   = 10_000
)

var amountRE = regexp.MustCompile(`^(-?)([0-9]{1,12})(?:\.([0-9]{1,4}))?$`)

// readAmount reads '12', '-3' or '7.25' as Value.Text keeps it.
func readAmount(text string) (Amount, bool) {
	m := amountRE.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.ParseInt(m[2]+(m[3] + "0000")[:maxDecimals], 10, 64)
	if err != nil {
		return 0, false
	}
	if m[1] != "" {
		n = -n
	}
	return Amount(n), true
}

// String writes the amount with as few places as it takes.
func (a Amount) String() string {
	sign, n := "", int64(a)
	if n < 0 {
		sign, n = "-", -n
	}
	whole, part := n/amountOne, strings.TrimRight(strconv.FormatInt(amountOne+n%amountOne, 10)[1:], "0")
	if part != "" {
		part = "." + part
	}
	return sign + strconv.FormatInt(whole, 10) + part
}

// amount is what a value counts as in a comparison: a number, money, or the rows of a list.
func (v Value) amount(k Kind) (Amount, bool) {
	if k == List {
		return Amount(len(v.Rows)) * amountOne, v.Done
	}
	return readAmount(v.Text)
}

func amountAt(n *yaml.Node, name string) *Amount {
	if a, ok := readAmount(textAt(n, name)); ok {
		return &a
	}
	return nil
}
