"""The commonest passwords of twelve characters or more, as they appear in published lists of leaks.

Shorter ones are refused by their length. Kept by hand: patterns of the keyboard, counting, and the
phrases that people in our languages reach for when a form wants twelve characters.
"""

COMMON = frozenset(
    (
        "0123456789012 012345678910 111222333444 112233445566 121212121212 123123123123 123412341234 "
        "1234567890-= 123456789012 1234567890123 12345678901234 123456789012345 1234567890123456 "
        "1234567890ab 1234567890qw 1234567890qwe 1234567890qwer 123456789101 12345678910a "
        "123456789abc 123456789qwe 123456abcdef 123456qwerty 123qwe123qwe 123qweasdzxc 1q2w3e4r5t6y "
        "1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz@wsx3edc 1qazxsw23edc 520131452013 "
        "5201314520131 5201314woaini 987654321012 a12345678901 a123456789012 a1234567890a "
        "a1b2c3d4e5f6 aa1234567890 aaaa11112222 abc123456789 abcd12345678 abcd1234abcd abcd1234efgh "
        "abcdefg123456 abcdefg1234567 abcdefghijkl abcdefghijklm admin1234567 admin12345678 "
        "admin123456789 admin123admin admin@123456 adminadminadmin administrator administrator1 "
        "asdf1234asdf asdfasdfasdf asdfghjkl123 asdfghjkl;'1 asdfghjklqwertyuiop changeme1234 "
        "changeme123456 changemenow1 chinachina123 correcthorsebatterystaple default12345 "
        "football1234 grid12345678 gridhall1234 gridworker123 guestguest12 hello1234567 helloworld12 "
        "helloworld123 iloveyou1234 iloveyou12345 iloveyouforever iloveyousomuch jesuschrist1 "
        "jordan123456 letmein12345 letmein123456 liverpool123 login1234567 manchester123 "
        "mohamed12345 mohammed1234 monkey123456 mypassword12 mypassword123 newpassword1 "
        "newpassword123 p@ssw0rd1234 p@ssword1234 pass12345678 pass1234pass passw0rd1234 "
        "password0000 password1111 password1234 password12345 password123456 password1234567 "
        "password12345678 password123456789 password@123 password@1234 passwordpassword passwort1234 "
        "princess1234 q1w2e3r4t5y6 q1w2e3r4t5y6u7 qazwsx123456 qazwsxedc123 qazwsxedcrfv "
        "qazwsxedcrfvtgb qq1234567890 qqqwwweeerrr qwaszx123456 qwe123456789 qwe123qwe123 "
        "qwer1234qwer qwerasdfzxcv qwert1234567 qwerty123456 qwerty1234567 qwerty12345678 "
        "qwerty123456789 qwerty1234qwerty qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234 "
        "qwertyuiop[] qwertyuiopasdf qwertyuiopasdfghjkl root12345678 rootrootroot secret123456 "
        "spiderman123 startrek1234 summer202020 superman1234 test12345678 test1234test testtesttest "
        "trustno1trustno1 user12345678 welcome12345 welcome123456 welcome@1234 woaini123456 "
        "woaini1234567 woaini1314520 woaini5201314 woaini520520 woainima1314 woaizhongguo "
        "woaizhongguo1 wodemima1234 wodemima123456 zaq12wsxcde3 zaq1xsw2cde3 zhang123456789 "
        "zhangsan1234 zhoushan1234 zhoushan12345 zxcvbnm,./12 zxcvbnm12345 zxcvbnm123456 "
        "zxcvbnmasdfg "
    ).split(" ")
) - {""}
"""In lower case."""
