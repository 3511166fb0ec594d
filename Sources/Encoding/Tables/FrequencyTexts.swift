// SPDX-FileCopyrightText: The Tessera authors
// SPDX-License-Identifier: Apache-2.0

// Generated from Specs/Tables by Specs/Tables/generate_swift.py; change the tables, not this file.

extension FrozenTables {
    /// Bigrams of given names; US Census 2020.
    static let usGivenNames2020Text = #"""
        _a 5982,_b 2962,_c 4820,_d 4352,_e 2915,_f 808,_g 1896,_h 1353,_i 704,_j 8279,_k 3532,_l 3467,_m 6380,_n 1657
        _o 454,_p 1744,_q 67,_r 4067,_s 4524,_t 2780,_u 42,_v 879,_w 1119,_x 80,_y 319,_z 357,a_ 13121,aa 233,ab 989
        ac 1381,ad 1257,ae 1096,af 71,ag 181,ah 1290,ai 1161,aj 60,ak 288,al 3421,am 3442,an 11348,ao 74,ap 85,aq 53
        ar 7923,as 1965,at 2526,au 1184,av 1215,aw 279,ax 156,ay 1323,az 115,b_ 318,ba 468,bb 147,bd 22,be 2591,bh 20
        bi 441,bj 2,bl 122,bn 3,bo 335,br 1935,bs 2,bt 1,bu 29,by 203,c_ 365,ca 2439,cc 164,ce 1299,ch 3769,ci 948,cj 1
        ck 801,cl 319,co 1340,cq 106,cr 206,cs 1,ct 239,cu 105,cy 506,cz 1,d_ 2482,da 3500,dd 188,de 2028,df 6,dg 71
        dh 25,di 1103,dj 2,dl 83,dm 20,dn 120,do 1482,dr 1251,ds 90,dt 2,du 151,dv 2,dw 218,dy 732,dz 1,e_ 8766,ea 1040
        eb 645,ec 339,ed 846,ee 842,ef 341,eg 459,eh 54,ei 463,ej 83,ek 131,el 6478,em 782,en 4962,eo 452,ep 762,eq 10
        er 6117,es 2603,et 1831,eu 91,ev 1073,ew 637,ex 463,ey 1728,ez 63,f_ 88,fa 300,fe 516,ff 395,fg 1,fi 130,fl 59
        fn 1,fo 88,fr 678,fs 2,ft 13,fu 9,fy 2,g_ 314,ga 1170,gb 1,gd 19,ge 1091,gf 1,gg 77,gh 145,gi 448,gj 2,gl 277
        gm 3,gn 31,go 275,gr 420,gs 12,gt 10,gu 223,gw 32,gy 49,h_ 2727,ha 4553,hb 2,hd 5,he 2750,hh 1,hi 778,hj 2,hk 4
        hl 420,hm 39,hn 843,ho 1080,hp 1,hr 931,hs 5,ht 45,hu 473,hv 1,hw 6,hy 443,hz 2,i_ 1295,ia 4863,ib 61,ic 3919
        id 1064,ie 3234,if 459,ig 414,ih 20,ii 4,ij 87,ik 316,il 2476,im 791,in 4509,io 571,ip 153,iq 78,ir 673,is 3605
        it 950,iu 63,iv 309,iw 5,ix 44,iy 151,iz 384,j_ 19,ja 3006,jc 1,jd 1,je 1597,jh 6,ji 211,jj 1,jk 1,jl 1,jm 1
        jn 1,jo 2944,ju 977,jw 1,jy 3,k_ 984,ka 1751,kb 1,ke 1484,kh 66,ki 594,kj 1,kk 18,kl 70,km 1,kn 4,ko 162,kr 265
        ks 86,kt 6,ku 44,kw 7,ky 327,l_ 3937,la 3554,lb 194,lc 26,ld 657,le 4704,lf 99,lg 30,lh 6,li 4836,lj 4,lk 15
        ll 2859,lm 118,ln 19,lo 1320,lp 62,lq 1,lr 5,ls 155,lt 169,lu 493,lv 234,lw 6,ly 1832,lz 3,m_ 1101,ma 5273
        mb 288,mc 35,md 17,me 1953,mf 1,mg 1,mh 1,mi 2722,mj 2,mk 1,ml 3,mm 406,mn 29,mo 785,mp 16,mr 36,ms 11,mt 2
        mu 198,my 489,mz 4,n_ 11617,na 4261,nb 2,nc 771,nd 3058,ne 3331,nf 10,ng 627,nh 50,ni 3138,nj 183,nk 146,nl 71
        nm 16,nn 3058,no 656,np 6,nq 2,nr 125,ns 137,nt 1129,nu 131,nv 8,nw 7,nx 1,ny 863,nz 122,o_ 1682,oa 313,ob 1131
        oc 104,od 389,oe 325,of 68,og 171,oh 906,oi 92,oj 9,ok 106,ol 1595,om 688,on 4674,oo 147,op 536,oq 2,or 2411
        os 1585,ot 571,ou 342,ov 81,ow 118,ox 41,oy 278,oz 12,p_ 127,pa 1115,pb 2,pc 4,pe 504,ph 1467,pi 53,pl 3,pn 1
        po 33,pp 13,pr 157,ps 3,pt 5,pu 6,py 3,q_ 5,qa 2,qb 1,qi 11,qu 319,r_ 2881,ra 4295,rb 275,rc 251,rd 996,re 3718
        rf 5,rg 620,rh 71,ri 6488,rj 34,rk 339,rl 1376,rm 314,rn 292,ro 3050,rp 27,rq 16,rr 1008,rs 162,rt 1414,ru 368
        rv 87,rw 18,rx 1,ry 2454,rz 12,s_ 3455,sa 2920,sb 7,sc 347,sd 2,se 1807,sf 1,sh 1921,si 705,sk 52,sl 204,sm 131
        sn 7,so 1127,sp 59,sq 2,sr 34,ss 986,st 2800,su 547,sv 12,sw 11,sy 184,sz 10,t_ 1836,ta 1630,tc 51,te 1985,tg 1
        th 3995,ti 1754,tj 1,tk 1,tl 142,tm 2,tn 120,to 1585,tp 1,tr 964,ts 35,tt 1296,tu 113,tv 1,tw 10,ty 472,tz 36
        u_ 101,ua 602,ub 139,uc 258,ud 378,ue 594,uf 13,ug 196,uh 17,ui 316,uj 7,uk 96,ul 809,um 101,un 305,uo 21,up 45
        uq 2,ur 748,us 980,ut 126,uu 1,uv 9,uw 5,ux 4,uy 37,uz 98,v_ 29,va 675,vd 1,ve 875,vg 2,vi 2136,vk 3,vl 9,vn 2
        vo 161,vr 7,vu 2,vy 31,w_ 617,wa 489,wd 1,we 268,wf 1,wh 24,wi 773,wk 1,wl 2,wm 1,wn 164,wo 23,wr 59,ws 13,wt 2
        wu 2,wy 62,x_ 185,xa 300,xc 1,xe 16,xi 181,xl 2,xm 1,xo 24,xs 12,xt 31,xu 10,xw 19,xx 2,xy 4,xz 4,y_ 7385,ya 963
        yb 10,yc 143,yd 316,ye 165,yf 2,yg 5,yh 2,yi 39,yj 15,yk 20,yl 1201,ym 116,yn 1306,yo 113,yp 3,yq 1,yr 137
        ys 348,yt 88,yu 73,yv 54,yw 2,yx 1,yy 2,yz 2,z_ 99,za 677,zb 9,zc 1,zd 1,ze 109,zg 1,zh 14,zi 121,zk 2,zl 10
        zm 28,zo 99,zr 15,zs 1,zt 2,zu 17,zv 2,zw 1,zy 18,zz 12
        """#

    /// Bigrams of family names; US Census 2020.
    static let usFamilyNames2020Text = #"""
        _a 2544,_b 5489,_c 5044,_d 3045,_e 1202,_f 2194,_g 3646,_h 4575,_i 280,_j 1955,_k 2130,_l 3256,_m 6294,_n 1280
        _o 1006,_p 3280,_q 164,_r 3862,_s 6167,_t 2325,_u 156,_v 1166,_w 3582,_x 37,_y 442,_z 412,a_ 3962,aa 98,ab 499
        ac 1260,ad 1269,ae 151,af 239,ag 792,ah 478,ai 753,aj 110,ak 521,al 3932,am 2461,an 7546,ao 94,ap 366,aq 31
        ar 7019,as 2143,at 1506,au 983,av 961,aw 459,ax 76,ay 1195,az 453,b_ 195,ba 1712,bb 276,bc 7,bd 26,be 2068,bg 1
        bh 29,bi 586,bj 4,bk 4,bl 526,bm 3,bn 15,bo 993,br 1576,bs 213,bt 8,bu 833,bv 2,by 218,bz 1,c_ 111,ca 2079,cb 24
        cc 443,cd 127,ce 849,cf 30,cg 136,ch 3196,ci 741,cj 1,ck 1876,cl 547,cm 66,cn 64,co 2249,cp 19,cq 25,cr 601
        cs 21,ct 37,cu 366,cv 7,cw 11,cy 52,cz 72,d_ 2445,da 1550,db 45,dc 11,dd 272,de 2920,df 47,dg 215,dh 67,di 928
        dj 3,dk 32,dl 257,dm 111,dn 75,do 1476,dp 2,dq 6,dr 747,ds 581,dt 128,du 472,dv 6,dw 221,dy 291,dz 16,e_ 5459
        ea 1209,eb 343,ec 460,ed 984,ee 1259,ef 208,eg 478,eh 257,ei 893,ej 127,ek 198,el 4087,em 634,en 4423,eo 231
        ep 280,eq 6,er 10845,es 3422,et 1323,eu 146,ev 553,ew 651,ex 89,ey 2124,ez 2832,f_ 278,fa 405,fb 1,fc 2,fd 1
        fe 626,ff 595,fg 2,fh 2,fi 600,fj 1,fk 6,fl 346,fm 79,fn 17,fo 659,fp 1,fr 510,fs 21,ft 73,fu 176,fy 14,fz 2
        g_ 1594,ga 1747,gb 24,gc 2,gd 25,ge 1365,gf 15,gg 272,gh 785,gi 543,gj 2,gk 2,gl 398,gm 30,gn 119,go 1147,gp 4
        gq 2,gr 975,gs 232,gt 158,gu 1213,gw 21,gy 14,h_ 2038,ha 3578,hb 45,hc 14,hd 6,he 2772,hf 17,hg 2,hh 11,hi 1423
        hj 2,hk 13,hl 249,hm 227,hn 715,ho 1967,hp 2,hr 329,hs 50,ht 344,hu 889,hv 2,hw 81,hy 175,hz 1,i_ 1263,ia 1611
        ib 249,ic 1416,id 598,ie 1495,if 226,ig 1046,ih 27,ii 4,ij 24,ik 156,il 3193,im 700,in 5323,io 488,ip 284,iq 41
        ir 795,is 2255,it 1814,iu 74,iv 446,iw 15,ix 116,iy 11,iz 304,j_ 15,ja 657,jc 7,jd 2,je 290,jh 2,ji 162,jj 2
        jk 4,jl 1,jm 1,jn 3,jo 1149,jp 1,jr 1,js 1,jt 2,ju 113,jw 1,k_ 1556,ka 513,kb 16,kc 1,kd 3,ke 1989,kf 10,kh 135
        ki 1301,kj 1,kk 14,kl 319,km 83,kn 170,ko 421,kp 8,kr 197,ks 576,kt 10,ku 177,kv 1,kw 59,ky 60,l_ 2893,la 3320
        lb 237,lc 167,ld 948,le 5459,lf 143,lg 111,lh 63,li 2696,lj 4,lk 311,ll 5411,lm 375,ln 34,lo 2193,lp 77,lq 4
        lr 43,ls 917,lt 550,lu 457,lv 321,lw 38,lx 2,ly 414,lz 51,m_ 899,ma 4088,mb 355,mc 1112,md 6,me 1859,mf 11,mg 12
        mh 6,mi 2027,mj 1,mk 17,ml 48,mm 377,mn 11,mo 1891,mp 592,mq 4,mr 23,ms 735,mt 3,mu 530,mw 7,my 97,mz 3,n_ 11659
        na 1755,nb 188,nc 800,nd 2343,ne 3743,nf 80,ng 2458,nh 142,ni 1075,nj 31,nk 483,nl 145,nm 35,nn 1184,no 1382
        np 23,nq 7,nr 137,ns 2508,nt 1482,nu 174,nv 18,nw 59,ny 138,nz 463,o_ 3211,oa 224,ob 697,oc 540,od 1086,oe 381
        of 214,og 296,oh 748,oi 133,oj 74,ok 320,ol 1945,om 1104,on 7778,oo 1268,op 616,oq 19,or 3539,os 1532,ot 738
        ou 958,ov 419,ow 1497,ox 169,oy 424,oz 273,p_ 315,pa 1230,pb 95,pc 8,pd 2,pe 1713,pf 40,pg 1,ph 458,pi 544,pk 55
        pl 206,pm 41,pn 6,po 596,pp 289,pr 383,ps 390,pt 72,pu 147,pw 3,py 19,q_ 6,qa 3,qb 2,qi 9,qu 518,qv 1,r_ 6810
        ra 3762,rb 280,rc 646,rd 1668,re 4142,rf 80,rg 655,rh 121,ri 3562,rj 12,rk 698,rl 424,rm 506,rn 1290,ro 3658
        rp 225,rq 50,rr 2153,rs 1730,rt 2252,ru 881,rv 170,rw 86,rx 3,ry 780,rz 120,s_ 9317,sa 1448,sb 137,sc 1049,sd 35
        se 1672,sf 23,sg 22,sh 1353,si 802,sj 5,sk 481,sl 319,sm 791,sn 166,so 3766,sp 411,sq 112,sr 26,ss 943,st 2739
        su 312,sv 8,sw 216,sy 51,sz 49,t_ 2718,ta 1348,tb 15,tc 303,td 1,te 2997,tf 33,tg 37,th 1945,ti 1522,tj 11,tk 93
        tl 323,tm 129,tn 84,to 2198,tp 7,tr 961,ts 479,tt 1797,tu 386,tv 4,tw 64,ty 215,tz 447,u_ 399,ua 232,ub 240
        uc 425,ud 304,ue 1190,uf 152,ug 506,uh 71,ui 540,uj 43,uk 82,ul 773,um 455,un 1105,uo 56,up 128,uq 10,ur 1471
        us 865,ut 620,uu 8,uv 29,uw 8,ux 57,uy 186,uz 222,v_ 30,va 1400,vc 2,vd 1,ve 1387,vi 1035,vk 2,vl 17,vn 3,vo 174
        vr 20,vs 7,vt 1,vu 24,vv 1,vy 23,w_ 343,wa 1581,wb 17,wc 11,wd 45,we 1262,wf 40,wg 2,wh 387,wi 1523,wk 55,wl 137
        wm 56,wn 446,wo 553,wp 1,wr 187,ws 321,wt 33,wu 42,wv 2,wy 76,wz 1,x_ 272,xa 57,xb 3,xc 1,xe 18,xf 3,xh 2,xi 31
        xl 13,xm 2,xn 2,xo 57,xr 1,xs 8,xt 49,xu 14,xw 18,xx 1,y_ 4141,ya 440,yb 39,yc 45,yd 162,ye 710,yf 16,yg 10
        yh 12,yi 22,yj 1,yk 58,yl 349,ym 75,yn 318,yo 321,yp 7,yq 1,yr 86,ys 95,yt 78,yu 45,yv 9,yw 15,yx 1,yy 2,yz 4
        z_ 3609,za 889,zb 7,zc 38,zd 9,ze 291,zf 8,zg 43,zh 84,zi 231,zj 1,zk 16,zl 35,zm 85,zn 12,zo 150,zp 18,zq 58
        zr 17,zs 10,zt 3,zu 82,zv 5,zw 11,zy 41,zz 87
        """#
}
