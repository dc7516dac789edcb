package sms

import (
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// Read takes the answer out of a reply. A citizen writes freely, so it is the text as it came, in the language it was asked in; what
// it means, numbers and letters of choices too, is decided by services as for every other door.
func Read(body string, l lang.Lang) services.Input { return services.Input{Text: body, Lang: l} }
