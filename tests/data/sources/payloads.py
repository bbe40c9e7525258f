"""Small answers in each source's true shape, written for the tests: values invented, shapes and traps as the sources have them.

``ANSWERS``: source: {part of the address asked: bytes}; the longest part that fits is answered.
``EXPECTED``: source: (rows that become good, records refused).
"""

import json
from typing import Any

from data.sources.core.fetching import now

TODAY = now()
HOUR = TODAY.replace(minute=0, second=0)
DAY = f"{TODAY:%Y-%m-%d}"
STAMP = f"{HOUR:%Y%m%d%H%M%S}"
ISO = f"{HOUR:%Y-%m-%dT%H:%M:%S}+08:00"
TEXT = f"{HOUR:%Y-%m-%d %H:%M:%S}"
NOON = f"{TODAY:%Y}/{TODAY.month}/{TODAY.day} 上午 12:00:00"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _xml(root: str, *inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?><{root}>{"".join(inner)}</{root}>'.encode()


def _tags(**cells: Any) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in cells.items())


def _youbike(number: int, **cells: str) -> dict[str, Any]:
    return {
        "_id": number,
        "sno": str(2000 + number),
        "sna": f"測試站{number}",
        "tot": "40",
        "sbi": "15",
        "sarea": "中壢區",
        "mday": STAMP,
        "lat": "24.968128",
        "lng": "121.194666",
        "ar": "測試路1號",
        "sareaen": "Zhongli Dist.",
        "snaen": f"Test Station {number}",
        "aren": "No.1, Test Rd.",
        "bemp": "24",
        "act": "1",
        "scity": "桃園市",
        "sbi_detail": '{"yb2":"14","eyb":"1"}',
        **cells,
    }


def _thing(number: int, lon: float, lat: float, stream: str, unit: str, result: Any, city: str = "桃園市") -> dict[str, Any]:
    return {
        "@iot.id": number,
        "name": f"測試感測器-{number}",
        "description": "測試",
        "properties": {
            "city": city,
            "township": "中壢區",
            "areaType": "社區",
            "stationID": f"77{number:08d}",
            "stationName": f"測試{number}",
        },
        "Locations": [
            {
                "@iot.id": number,
                "encodingType": "application/vnd.geo+json",
                "location": {"type": "Point", "coordinates": [lon, lat]},
            }
        ],
        "Datastreams": [
            {
                "name": stream,
                "unitOfMeasurement": {"symbol": unit},
                "Observations": [{"phenomenonTime": f"{HOUR:%Y-%m-%d}T00:00:00.000Z" if HOUR.hour >= 9 else ISO, "result": result}],
            }
        ],
    }


def _wra(**cells: Any) -> dict[str, Any]:
    return {"countycode": "68000", "areacode": "68000020", "timestamp": TEXT, **cells}


def _weather(number: int, county: str = "桃園市", **seen: Any) -> dict[str, Any]:
    return {
        "StationName": f"測試{number}",
        "StationId": f"C0C{number:03d}",
        "ObsTime": {"DateTime": ISO},
        "GeoInfo": {
            "CountyName": county,
            "TownName": "中壢區",
            "CountyCode": "68000",
            "TownCode": "68000020",
            "Coordinates": [
                {"CoordinateName": "TWD67", "StationLatitude": 24.9, "StationLongitude": 121.2},
                {"CoordinateName": "WGS84", "StationLatitude": 24.96, "StationLongitude": 121.22 + number / 100},
            ],
        },
        **seen,
    }


def _element(temperature: float = 20.5, rain: Any = 0.5) -> dict[str, Any]:
    return {
        "WeatherElement": {
            "Weather": "陰",
            "Now": {"Precipitation": rain},
            "WindDirection": 90,
            "WindSpeed": 2.1,
            "AirTemperature": temperature,
            "RelativeHumidity": 80,
            "AirPressure": 1010.2,
        }
    }


def _gauge(**past: Any) -> dict[str, Any]:
    given = {"Past10Min": 0, "Past1hr": 1.5, "Past24hr": 12.0, **past}
    return {"RainfallElement": {name: {"Precipitation": value} for name, value in given.items()}}


def _ris(village: str, page: int, pages: int, *more: dict[str, Any]) -> bytes:
    record = {
        "statistic_yyymm": "10812",
        "district_code": "68000020001",
        "site_id": "桃園巿中壢區",
        "village": village,
        "household_no": "100",
        "people_total": "300",
        "people_total_m": "140",
        "people_total_f": "160",
        "people_age_000_m": "10",
        "people_age_000_f": "20",
        "people_age_015_m": "100",
        "people_age_015_f": "110",
        "people_age_100up_m": "30",
        "people_age_100up_f": "30",
    }
    return _json(
        {
            "responseCode": "OD-0101-S",
            "responseMessage": "處理完成",
            "totalPage": str(pages),
            "totalDataSize": "4",
            "page": str(page),
            "pageDataSize": "2",
            "responseData": [record, *more],
        }
    )


VITAL_HEAD = (
    "統計年月,區域別,村里,出生數,出生數-男,出生數-女,死亡數,死亡數-男,死亡數-女,結婚對數,離婚對數",
    "statistic_yyymm,district_code,site_id,village,birth_total,birth_total_m,birth_total_f,death_total,death_m,death_f,"
    "marry_pair,divorce_pair",
)
VITAL = (
    f"\ufeff{VITAL_HEAD[1]}\n統計年月,區域別代碼,區域別,村里,出生數,出生數-男,出生數-女,死亡數,死亡數-男,死亡數-女,結婚對數,離婚對數\n"
    '10706,"68000010001   ",桃園市桃園區,甲里,1,0,1,1,0,1,1,0\n10706,"68000010002   ",桃園市桃園區,乙里,2,1,1,0,0,0,2,1\n'
    '10706,"65000010002   ",新北市板橋區,丙里,2,1,1,0,0,0,2,1\n10706,"68000990002   ",桃園市某某區,丁里,2,1,1,0,0,0,2,1\n'
).encode()

_AIR = {
    "county": "桃園市",
    "aqi": "45",
    "pollutant": "",
    "status": "良好",
    "so2": "1.1",
    "co": "0.2",
    "o3": "30",
    "o3_8hr": "28",
    "pm10": "20",
    "pm2.5": "9",
    "no2": "7",
    "nox": "9",
    "no": "2",
    "wind_speed": "1.4",
    "wind_direc": "91",
    "publishtime": f"{HOUR:%Y/%m/%d %H:%M:%S}",
    "co_8hr": "0.2",
    "pm2.5_avg": "8.5",
    "pm10_avg": "19",
    "so2_avg": "1",
    "longitude": "121.2039",
    "latitude": "24.9527",
    "siteid": "20",
    "sitename": "平鎮",
}

ANSWERS: dict[str, dict[str, bytes]] = {
    "tycg_youbike": {
        "dataset.api_access": _json(
            [
                _youbike(1),
                _youbike(2, lat="121.2", lng="24.9"),
                _youbike(3, sbi_detail="", act="0", bemp="x"),
                _youbike(4, lat="0", lng="0"),
                _youbike(5, sbi="90"),
            ]
        )
    },  # four lies nowhere, five has more bikes than docks
    "tycg_parking": {
        "0381e141": _json(
            [
                {
                    "areaId": "1",
                    "areaName": "桃園區",
                    "parkName": "測試停車場",
                    "totalSpace": "344",
                    "surplusSpace": "66",
                    "address": "測試路",
                    "wgsX": "24.9934",
                    "wgsY": "121.3011",
                    "parkId": "P-TY-001",
                },
                {
                    "areaId": "1",
                    "areaName": "桃園區",
                    "parkName": "開放停車場",
                    "totalSpace": "50",
                    "surplusSpace": "開放中",
                    "address": "",
                    "wgsX": "24.9",
                    "wgsY": "121.2",
                    "parkId": "P-TY-002",
                },
                {
                    "areaId": "1",
                    "areaName": "桃園區",
                    "parkName": "多出來",
                    "totalSpace": "50",
                    "surplusSpace": "51",
                    "address": "",
                    "wgsX": "24.9",
                    "wgsY": "121.2",
                    "parkId": "P-TY-003",
                },
            ]
        )
    },
    "tycg_traffic": {
        "4cdc358d": _xml(
            "VDList",
            *(f"<VD>{_tags(VDID=f'VD-{n}', PositionLat='24.96', PositionLon='121.2', RoadName='中山路')}</VD>" for n in (1, 2)),
        ),
        "c7ea1c3a": _xml(
            "VDLiveList",
            f"<VDLive>{_tags(VDID='VD-1', Status='0', LaneID='1', LaneSpeed='48', Volume='12')}</VDLive>",
            f"<VDLive>{_tags(VDID='VD-2', Status='1', LaneID='1', LaneSpeed='0', Volume='0')}</VDLive>",
            f"<VDLive>{_tags(VDID='VD-9', Status='0', LaneID='1', LaneSpeed='30', Volume='3')}</VDLive>",
        ),
    },
    "tycg_rain": {
        "6a555cf5": _xml(
            "TYCG",
            f"<Time>{TODAY:%Y-%m-%d} 00:00</Time>",
            f"<Station>{_tags(ID='TYC001', Disrict='桃園市平鎮區', Name='甲', X='121.22', Y='24.93', Rainfall='12.5')}</Station>",
            f"<Station>{_tags(ID='TYC002', Disrict='桃園市平鎮區', Name='乙', X='121.23', Y='24.94', Rainfall='-98')}</Station>",
        )
    },
    "tycg_water_level": {
        "WATERLEVEL": _xml(
            "ROOT",
            *(
                f"<DATA>{_tags(**cells)}</DATA>"
                for cells in (
                    {
                        "DATATIME": TEXT,
                        "LON": "121.30874",
                        "LAT": "24.9582",
                        "STATION": "測試溝",
                        "STATION_ID": "1",
                        "TOWN": "八德區",
                        "WATERHEIGHT_M": "0.75",
                        "RedAlertLevel": "2.08",
                        "YellowAlertLevel": "1.56",
                    },
                    {
                        "DATATIME": TEXT,
                        "LON": "121.3",
                        "LAT": "24.95",
                        "STATION": "乙溝",
                        "STATION_ID": "2",
                        "TOWN": "八德區",
                        "WATERHEIGHT_M": "-99",
                        "RedAlertLevel": "",
                        "YellowAlertLevel": "",
                    },
                )
            ),
        )
    },
    "tycg_flood": {
        "WATERFLOOD": _xml(
            "Root",
            *(
                f"<Data>{_tags(**cells)}</Data>"
                for cells in (
                    {
                        "ID": "1",
                        "NAME": "甲路口",
                        "LON": "121.323435",
                        "LAT": "24.975086",
                        "ADDRESS": "甲",
                        "HEIGHT": "7",
                        "DATA_TIME": NOON,
                    },
                    {"ID": "2", "NAME": "乙路口", "LON": "24.97", "LAT": "121.3", "ADDRESS": "乙", "HEIGHT": "", "DATA_TIME": NOON},
                )
            ),
        )
    },
    "moenv_air_now": {
        "aqx_p_432": _json(
            {
                "fields": [],
                "total": "3",
                "records": [
                    _AIR,
                    {**_AIR, "siteid": "17", "sitename": "桃園", "pm2.5": "", "aqi": "-"},
                    {**_AIR, "county": "新北市"},
                ],
            }
        )
    },
    "moenv_air_history": {
        "aqx_p_": _json(
            {
                "records": [
                    {
                        "siteid": "18",
                        "sitename": "大園",
                        "county": "桃園市",
                        "itemid": "33",
                        "itemname": "細懸浮微粒",
                        "itemengname": "PM2.5",
                        "itemunit": "μg/m3",
                        "monitordate": f"{DAY} 00:00",
                        "concentration": value,
                    }
                    for value in ("9",)
                ]
                + [
                    {
                        "siteid": "18",
                        "sitename": "大園",
                        "county": "桃園市",
                        "itemid": "1",
                        "itemname": "二氧化硫",
                        "itemengname": "SO2",
                        "itemunit": "ppb",
                        "monitordate": f"{DAY} 00:00",
                        "concentration": "x",
                    }
                ]
            }
        )
    },
    "civil_iot_air": {
        "STA_AirQuality_EPAIoT/v1.0/Things?$skip=100": _json(
            {"@iot.count": 3, "value": [_thing(3, 121.25, 24.95, "Temperature", "°C", 21.5)]}
        ),
        "STA_AirQuality_EPAIoT": _json(
            {
                "@iot.count": 3,
                "@iot.nextLink": "{host}/STA_AirQuality_EPAIoT/v1.0/Things?$skip=100",
                "value": [_thing(1, 121.2, 24.96, "PM2.5", "µg/m³", 12.5), _thing(2, 121.74, 25.13, "PM2.5", "µg/m³", 9, "基隆市")],
            }
        ),
    },
    "civil_iot_ponds": {
        "STA_WaterResource": _json({"value": [_thing(1, 121.1, 24.95, "水位", "m", 2.5), _thing(2, 120.5, 23.9, "水位", "m", 2.5)]})
    },
    "civil_iot_flood": {
        "STA_WaterResource": _json(
            {"value": [_thing(1, 121.3, 24.95, "淹水深度", "cm", 0), _thing(2, 121.3, 24.96, "淹水深度", "cm", -99)]}
        )
    },
    "wra_flood": {
        "21c50be1": _json(
            [
                _wra(
                    sensorid="a",
                    orgname="水利署",
                    countyname="桃園市",
                    townname="中壢區",
                    stationname="甲",
                    longitude="121.2",
                    latitude="24.96",
                    isenable="1",
                )
            ]
        ),
        "1b991bbb": _json(
            [
                _wra(sensorid="a", latestvalue="3"),
                _wra(sensorid="b", latestvalue="3"),
                _wra(sensorid="c", latestvalue="3", countycode="65000"),
            ]
        ),
    },
    "wra_river": {
        "c4acc691": _json(
            [
                {"BasinIdentifier": "1140H010", "ObservatoryName": "測試橋", "Longitude": "121.3", "Latitude": "24.9"},
                {"BasinIdentifier": "9999H010", "ObservatoryName": "南部", "Longitude": "120.3", "Latitude": "22.9"},
            ]
        ),
        "73c4c3de": _json(
            [
                {"StationIdentifier": "1140H010", "DateTime": TEXT, "WaterLevel": "88.2"},
                {"StationIdentifier": "9999H010", "DateTime": TEXT, "WaterLevel": "8.2"},
            ]
        ),
    },
    "tdx_bike": {
        "Bike/Station": _json(
            [
                {
                    "StationUID": "TAO2001",
                    "StationID": "2001",
                    "StationName": {"Zh_tw": "甲", "En": "A"},
                    "StationPosition": {"PositionLon": 121.19, "PositionLat": 24.96},
                    "BikesCapacity": 40,
                    "ServiceType": 2,
                    "SrcUpdateTime": ISO,
                    "UpdateTime": ISO,
                }
            ]
        ),
        "Bike/Availability": _json(
            [
                {
                    "StationUID": "TAO2001",
                    "StationID": "2001",
                    "ServiceStatus": 1,
                    "ServiceType": 2,
                    "AvailableRentBikes": 12,
                    "AvailableReturnBikes": 28,
                    "AvailableRentBikesDetail": {"GeneralBikes": 11, "ElectricBikes": 1},
                    "SrcUpdateTime": ISO,
                    "UpdateTime": ISO,
                },
                {
                    "StationUID": "TAO9999",
                    "StationID": "9999",
                    "ServiceStatus": 1,
                    "AvailableRentBikes": 1,
                    "AvailableReturnBikes": 2,
                    "SrcUpdateTime": ISO,
                    "UpdateTime": ISO,
                },
            ]
        ),
    },
    "tdx_bike_history": {
        "Historical": b"\n".join(
            _json(
                {
                    "StationUID": f"TAO200{n}",
                    "StationID": f"200{n}",
                    "ServiceStatus": 1,
                    "AvailableRentBikes": n,
                    "AvailableReturnBikes": 5,
                    "SrcUpdateTime": f"2022-06-0{n}T10:00:00+08:00",
                    "UpdateTime": "2022-06-01T10:00:00+08:00",
                }
            )
            for n in (1, 2)
        )
    },
    "tdx_bus": {
        "RealTimeByFrequency": _json(
            [
                {
                    "PlateNumb": "TEST-01",
                    "RouteUID": "TAO1",
                    "Direction": 0,
                    "BusPosition": {"PositionLon": 121.2, "PositionLat": 24.96},
                    "Speed": 30,
                    "Azimuth": 90,
                    "GPSTime": ISO,
                    "SrcUpdateTime": ISO,
                    "UpdateTime": ISO,
                },
                {
                    "PlateNumb": "TEST-02",
                    "RouteUID": "TAO1",
                    "Direction": 1,
                    "Speed": 0,
                    "Azimuth": 0,
                    "GPSTime": ISO,
                    "SrcUpdateTime": ISO,
                },
            ]
        )
    },
    "tdx_metro": {
        "Metro/Station": _json(
            [
                {
                    "StationUID": f"TYMC-A{n}",
                    "StationID": f"A{n}",
                    "StationName": {"Zh_tw": "甲站", "En": "A Station"},
                    "StationPosition": {"PositionLon": 121.21, "PositionLat": 25.01},
                    "LocationCity": "桃園市",
                    "VersionID": 3,
                    "SrcUpdateTime": "2023-07-31T00:00:00+08:00",
                    "UpdateTime": ISO,
                }
                for n in (17, 18)
            ]
        )
    },
    "tdx_parking": {
        "OffStreet/CarPark": _json(
            {
                "UpdateTime": ISO,
                "CarParks": [
                    {
                        "CarParkID": "1",
                        "CarParkName": {"Zh_tw": "甲"},
                        "CarParkPosition": {"PositionLon": 121.3, "PositionLat": 24.99},
                    }
                ],
            }
        ),
        "OffStreet/ParkingAvailability": _json(
            {
                "UpdateTime": ISO,
                "ParkingAvailabilities": [
                    {"CarParkID": "1", "TotalSpaces": 100, "AvailableSpaces": -1, "ServiceStatus": 1, "DataCollectTime": ISO}
                ],
            }
        ),
    },
    "tdx_roads": {
        "Road/Network": _json(
            [
                {"RoadID": "1", "RoadName": "中山路", "RoadClass": "3", "Geometry": "LINESTRING (121.2 24.96, 121.21 24.97)"},
                {"RoadID": "2", "RoadName": "中正路", "RoadClass": "3", "Geometry": "LINESTRING (24.96 121.2, 24.97 121.21)"},
            ]
        )
    },
    "ris_population": {
        "?COUNTY=桃園市&page=2": _ris("乙里", 2, 2),
        "ODRP014": _ris("甲里", 1, 2, {"statistic_yyymm": "10812", "site_id": "新北市板橋區", "village": "丙里"}),
    },
    "ris_vital": {
        "rest/dataset/131138": _json(
            {
                "success": True,
                "result": {
                    "title": "村里出生死亡",
                    "distribution": [
                        {
                            "resourceFormat": "CSV",
                            "resourceDescription": "107年5月",
                            "resourceDownloadUrl": "https://example.tw/107-05.csv",
                        },
                        {
                            "resourceFormat": "CSV",
                            "resourceDescription": "107年6月",
                            "resourceDownloadUrl": "https://example.tw/107-06.csv",
                        },
                        {
                            "resourceFormat": "PDF",
                            "resourceDescription": "107年7月",
                            "resourceDownloadUrl": "https://example.tw/107-07.pdf",
                        },
                    ],
                },
            }
        ),
        "107-06.csv": VITAL,
    },
    "moe_schools": {
        name: _json(
            [
                {
                    "代碼": code,
                    "學校名稱": f"市立{name}",
                    "公/私立": "公立",
                    "縣市名稱": "[03]桃園市",
                    "地址": "[320]桃園市中壢區測試路1號",
                    "電話": "(03)0000000",
                    "網址": "",
                },
                {"代碼": "1", "學校名稱": "他縣", "縣市名稱": "[01]新北市", "地址": "[220]新北市板橋區"},
            ]
        )
        for name, code in (("e1_new", "34601"), ("j1_new", "34501"), ("high.json", "33401"), ("u1_new", "0008"))
    },
    "moe_students": {
        "_student.csv": (
            "\ufeff學校代碼,學校名稱,日間∕進修別,等級別,一年級男生,一年級女生,延修生男生,延修生女生,縣市名稱,體系別\n"
            "0008,國立測試大學,D 日,D 博士,145,58,-,-,03 桃園市,1 一般\n0009,他縣大學,D 日,B 學士,1,1,-,-,01 新北市,1 一般\n"
        ).encode()
    },
    "cwa_weather": {
        "O-A0001-001": _json(
            {
                "success": "true",
                "records": {
                    "Station": [_weather(1, **_element()), _weather(2, **_element(-99, "T")), _weather(3, "新北市", **_element())]
                },
            }
        )
    },
    "cwa_rain": {
        "O-A0002-001": _json(
            {"success": "true", "records": {"Station": [_weather(1, **_gauge()), _weather(2, **_gauge(Past1hr=-99))]}}
        )
    },
    "metro_ridership": {
        "rest/dataset/164956": _json(
            {
                "success": True,
                "result": {
                    "title": "桃園捷運運量",
                    "distribution": [
                        {
                            "resourceFormat": "CSV",
                            "resourceDescription": "各站運量",
                            "resourceDownloadUrl": "https://example.tw/stations.csv",
                        },
                        {
                            "resourceFormat": "CSV",
                            "resourceDescription": "桃園捷運運量",
                            "resourceDownloadUrl": "https://example.tw/riders.csv",
                        },
                    ],
                },
            }
        ),
        "riders.csv": '年,月,運量\n108,1,"60,000"\n108,2,61000\n108,13,1\n'.encode("cp950"),
    },
    "tra_ridership": {
        "tra-ods-web": _json(
            [
                {"trnOpDate": "20201101", "staCode": "1080", "gateInComingCnt": "28000", "gateOutGoingCnt": "29000"},
                {"trnOpDate": "20201101", "staCode": "1000", "gateInComingCnt": "1", "gateOutGoingCnt": "1"},
            ]
        )
    },
}

EXPECTED: dict[str, tuple[int, int]] = {
    "tycg_youbike": (3, 2),
    "tycg_parking": (2, 1),
    "tycg_traffic": (2, 1),
    "tycg_rain": (2, 0),
    "tycg_water_level": (2, 0),
    "tycg_flood": (2, 0),
    "moenv_air_now": (2, 0),
    "moenv_air_history": (2, 0),
    "civil_iot_air": (2, 0),
    "civil_iot_ponds": (1, 0),
    "civil_iot_flood": (2, 0),
    "wra_flood": (1, 1),
    "wra_river": (1, 0),
    "tdx_bike": (1, 1),
    "tdx_bike_history": (2, 0),
    "tdx_bus": (1, 0),
    "tdx_metro": (2, 0),
    "tdx_parking": (1, 0),
    "tdx_roads": (1, 1),
    "ris_population": (2, 0),
    "ris_vital": (2, 1),
    "moe_schools": (4, 0),
    "moe_students": (1, 0),
    "cwa_weather": (2, 0),
    "cwa_rain": (2, 0),
    "metro_ridership": (2, 1),
    "tra_ridership": (1, 0),
}
