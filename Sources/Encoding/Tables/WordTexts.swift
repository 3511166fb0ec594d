// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Generated from Specs/Tables by Specs/Tables/generate_swift.py; change the tables, not this file.

extension FrozenTables {
    /// Words of a family name that are joined to the next.
    static let particlesText = #"""
        al,bin,d,da,de,del,della,den,der,des,di,do,dos,du,el,fitz,ibn,la,las,le,los,mac,mc,o,te,ten,ter,van,vande,vander
        von
        """#

    /// Given names that stand for no name.
    static let givenPlaceholdersText = #"""
        anon,anonymous,baby,baby 1,baby 2,baby 3,baby 4,baby a,baby b,baby boy,baby boy 1,baby boy 2,baby boy 3
        baby boy 4,baby boy a,baby boy b,baby boy c,baby boy d,baby c,baby d,baby female,baby female 1,baby female 2
        baby female 3,baby female 4,baby female a,baby female b,baby female c,baby female d,baby girl,baby girl 1
        baby girl 2,baby girl 3,baby girl 4,baby girl a,baby girl b,baby girl c,baby girl d,baby male,baby male 1
        baby male 2,baby male 3,baby male 4,baby male a,baby male b,baby male c,baby male d,babyboy,babyboy a,babyboy b
        babyfemale,babygirl,babygirl a,babygirl b,babymale,bb,bb 1,bb 2,bb 3,bb 4,bb a,bb b,bb c,bb d,bg,bg 1,bg 2,bg 3
        bg 4,bg a,bg b,bg c,bg d,boy,boy 1,boy 2,boy 3,boy 4,boy a,boy b,boy baby,boy c,boy d,client,declined,do not use
        donotuse,dummy,duplicate,female,female infant,female newborn,fnu,girl,girl 1,girl 2,girl 3,girl 4,girl a,girl b
        girl baby,girl c,girl d,infant,infant 1,infant 2,infant 3,infant 4,infant a,infant b,infant boy,infant boy 1
        infant boy 2,infant boy 3,infant boy 4,infant boy a,infant boy b,infant boy c,infant boy d,infant c,infant d
        infant female,infant female 1,infant female 2,infant female 3,infant female 4,infant female a,infant female b
        infant female c,infant female d,infant girl,infant girl 1,infant girl 2,infant girl 3,infant girl 4
        infant girl a,infant girl b,infant girl c,infant girl d,infant male,infant male 1,infant male 2,infant male 3
        infant male 4,infant male a,infant male b,infant male c,infant male d,infantboy,infantfemale,infantgirl
        infantmale,male,male infant,male newborn,missing,new born,newborn,newborn 1,newborn 2,newborn 3,newborn 4
        newborn a,newborn b,newborn boy,newborn boy 1,newborn boy 2,newborn boy 3,newborn boy 4,newborn boy a
        newborn boy b,newborn boy c,newborn boy d,newborn c,newborn d,newborn female,newborn female 1,newborn female 2
        newborn female 3,newborn female 4,newborn female a,newborn female b,newborn female c,newborn female d
        newborn girl,newborn girl 1,newborn girl 2,newborn girl 3,newborn girl 4,newborn girl a,newborn girl b
        newborn girl c,newborn girl d,newborn male,newborn male 1,newborn male 2,newborn male 3,newborn male 4
        newborn male a,newborn male b,newborn male c,newborn male d,newbornboy,newbornfemale,newborngirl,newbornmale,nfn
        no first name,no name,noname,not available,not given,not known,not provided,not stated,patient,refused,test
        test patient,testing,testpatient,triplet a,triplet b,triplet c,twin,twin a,twin b,unidentified,unk,unkn,unknown
        unknwn,unnamed,xx,xxx,xxxx,xxxxx,zz,zztest,zzz,zzzz
        """#

    /// Family names that stand for no name.
    static let familyPlaceholdersText = #"""
        anonymous,baby boy,baby girl,babyboy,babygirl,client,declined,donotuse,dummy,duplicate,infant,lnu,missing
        newborn,nln,no last name,no name,noname,not available,not given,not known,not provided,not stated,patient
        refused,test,test patient,testing,testpatient,unidentified,unk,unkn,unknown,unnamed,xx,xxx,xxxx,xxxxx,zz,zztest
        zzz,zzzz
        """#

    /// Dates (YYYYMMDD) that stand for no date.
    static let datePlaceholdersText = #"""
        11111111,18000101,18500101,19000101,19010101,19111111,22220222,99991231
        """#

    /// Texts that stand for no value.
    static let textPlaceholdersText = #"""
        general delivery,homeless,missing,no address,no fixed address,not available,not given,not known,not provided
        not stated,refused,same,test,transient,unk,unknown,xx,xxx,xxxx
        """#
}
