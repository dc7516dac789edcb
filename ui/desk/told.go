package desk

import (
	"net/url"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/channels/phone"
	"github.com/samedoor/samedoor/services"
)

// toldBy are the kinds of what a line gives away that somebody is looked up by: they are not asked it again to show who they are.
func toldBy(line string, today services.Day) []string {
	told := accounts.Told(line, today)
	if _, ok := cases.ReadReference(line); ok {
		told = append(told, phone.AskReference)
	}
	return told
}

// toldIn are those of details that were keyed as the person said them.
func toldIn(typed url.Values) (told []string) {
	for field, kinds := range map[string][]string{"year": {accounts.AskBirth}, "postcode": {accounts.AskPostcode, accounts.AskOldPost},
		"mobile": {accounts.AskMobile, accounts.AskLandline}, "landline": {accounts.AskMobile, accounts.AskLandline}, "nino": {accounts.AskNINO},
		"previous-name": {accounts.AskFormerName}} {
		if typed.Get(field) != "" {
			told = append(told, kinds...)
		}
	}
	return told
}
