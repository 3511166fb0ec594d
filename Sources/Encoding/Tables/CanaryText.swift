// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Generated from Specs/Tables by Specs/Tables/generate_swift.py; change the tables, not this file.

extension FrozenTables {
    /// One invented person a line, after a line of roles.
    static let canaryText = #"""
        givenName|familyName|birthDate|sex|postalCode|nationalId|text|number|code
        Maria|Garcia|1985-03-12|f|02139|219-09-8761|14 Elm Street|14|A1
        James|O'Neill|1950-12-31|m|01002|078-05-1234|200 Main Street Apt 3|200|B22
        Nguyet|Nguyen|1999-01-09|f|02725|001-01-0001|7 Harbor Road|7|C333
        Jean-Luc|de la Cruz|1972-02-29|m|02108|232-45-6780|1 Beacon Street|1|D
        Zoë|Brontë|2001-07-04|f|01801|433-54-3937|99 Mill Lane|99|E5
        Nan|Null|1966-10-10|f|02460|520-12-9876|55 Union Avenue|55|F06
        True|None|1931-05-05|m|02740|586-33-1122|3 Pond Circle|3|G-7
        Søren|Ångström|1944-11-23|m|01440|601-77-4455|811 Lake Drive|811|H8
        Ana Sofía|Peña Ortiz|2010-09-15|f|01608|755-21-9090|42 Summer Street|42|I9
        Mohammed|Al Hassan|1988-06-01|m|02301|312-88-7654|6 Chestnut Place|6|J10
        Li|Wu|1979-08-30|x|02169|104-62-3141|1250 Washington Street|1250|K11
        Siobhan|Mc Carthy|1925-04-17|f|01923|018-44-2718|17 Ocean View|17|L12
        Wladyslaw|Kowalczyk|1958-01-20|m|01013|211-36-1618|300 Center Street|300|M13
        Precious|Washington-Brown|2016-02-02|f|02121|664-19-1414|25 Blue Hill Avenue|25|N14
        E|Li|1993-12-03|m|01840|405-50-1732|8 Essex Street|8|O15
        Hortense|Van Der Berg|1902-06-30|f|02543|027-13-0577|64 Water Street|64|P16
        """#
}
